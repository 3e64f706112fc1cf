"""Nobody destroys what is young or open, nor on another day than the database's; what was destroyed takes no word again."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# The one clock for destroying. Nobody but the owner can put another function in its place.
DAY = """
CREATE FUNCTION records_erasing_day() RETURNS date LANGUAGE sql STABLE
AS $$ SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0027_history_functions"),
    ]

    operations = [
        migrations.RunSQL(DAY, "DROP FUNCTION records_erasing_day()"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="record",
            name="erased_stays",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tombstone",
            name="only_when_free",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="erased_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (NEW.state IS DISTINCT FROM OLD.state OR NEW.type IS DISTINCT FROM OLD.type OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.register_year IS DISTINCT FROM OLD.register_year OR NEW.register_no IS DISTINCT FROM OLD.register_no OR NEW.received_on IS DISTINCT FROM OLD.received_on OR NEW.closed_on IS DISTINCT FROM OLD.closed_on OR NEW.title IS DISTINCT FROM OLD.title OR NEW.secrecy IS DISTINCT FROM OLD.secrecy OR NEW.public_id IS DISTINCT FROM OLD.public_id OR NEW.identity_released_on IS NOT NULL OR NEW.published_on IS NOT NULL OR NEW.search_public <> '' OR NEW.search_internal <> '') AND EXISTS (SELECT 1 FROM records_tombstone WHERE record_id = NEW.id) THEN RAISE EXCEPTION 'Hồ sơ đã được hủy theo quyết định của người đứng đầu nên không ghi thêm, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="fb37d6354d701016502a2aa1fea2e700c467bf4c",
                    operation="UPDATE",
                    pgid="pgtrigger_erased_stays_78ded",
                    table="records_record",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tombstone",
            trigger=pgtrigger.compiler.Trigger(
                name="only_when_free",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM records_record WHERE id = NEW.record_id FOR UPDATE; IF NEW.erased_on IS DISTINCT FROM records_erasing_day() THEN RAISE EXCEPTION 'Ngày hủy phải là ngày hôm nay theo đồng hồ của cơ sở dữ liệu.' USING ERRCODE = 'check_violation'; END IF; IF NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND unit_id = NEW.unit_id AND (type, state) IN (('don', 'luu')) AND closed_on IS NOT NULL AND NEW.event_on >= closed_on AND NEW.due_on >= NEW.event_on + interval '1 year' AND NEW.erased_on > NEW.due_on) THEN RAISE EXCEPTION 'Chỉ hủy được hồ sơ đã kết thúc, sau khi hết thời hạn lưu.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM records_history WHERE chain = 'record:' || NEW.record_id AND (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > NEW.erased_on - 7 AND (at < now() OR after ?| ARRAY['type', 'state', 'unit_id', 'received_on', 'closed_on', 'handled_on'])) THEN RAISE EXCEPTION 'Hồ sơ vừa được ghi thêm hoặc sửa nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (WITH RECURSIVE together(id) AS (SELECT NEW.record_id UNION SELECT CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id)) SELECT 1 FROM records_legalhold h JOIN together t ON t.id = h.record_id WHERE h.ended_on IS NULL) THEN RAISE EXCEPTION 'Hồ sơ đang được giữ lại hoặc gắn với hồ sơ đang được giữ lại nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (WITH RECURSIVE together(id) AS (SELECT NEW.record_id UNION SELECT CASE WHEN l.record_id = t.id THEN l.source_id ELSE l.record_id END FROM together t JOIN records_link l ON t.id IN (l.record_id, l.source_id)) SELECT 1 FROM records_record r JOIN together t ON t.id = r.id WHERE r.closed_on IS NULL) THEN RAISE EXCEPTION 'Hồ sơ gắn với hồ sơ đang mở nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM records_duty WHERE record_id = NEW.record_id AND met_on IS NULL AND excused_on IS NULL) OR EXISTS (SELECT 1 FROM records_paper WHERE record_id = NEW.record_id AND state = 'cho_so') THEN RAISE EXCEPTION 'Hồ sơ còn việc chưa làm hoặc văn bản chờ số nên chưa hủy được.' USING ERRCODE = 'check_violation'; END IF; IF EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_message WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_envelope WHERE record_id = NEW.record_id) OR EXISTS (SELECT 1 FROM records_file WHERE record_id = NEW.record_id AND removed_at IS NULL) OR EXISTS (SELECT 1 FROM records_delivery WHERE record_id = NEW.record_id AND post_number <> '') OR EXISTS (SELECT 1 FROM records_rating WHERE record_id = NEW.record_id AND words <> '') OR EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id AND (identity_released_on IS NOT NULL OR published_on IS NOT NULL OR search_public <> '' OR search_internal <> '')) THEN RAISE EXCEPTION 'Hồ sơ còn tệp, tin nhắn, phong bì hoặc thông tin cá nhân nên chưa ghi là đã hủy được.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="a13332798dd2f5a10d4b39c521961186bdafa953",
                    operation="INSERT",
                    pgid="pgtrigger_only_when_free_5b95d",
                    table="records_tombstone",
                    when="BEFORE",
                ),
            ),
        ),
    ]
