"""Duties of every span and their excuses; up to which day each daily job has been done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The name of a table comes in the collation "C", and what a function is given in a collation its own texts take on: the
# chain is told the one of the index. A session plans the look-up of the last row once, perhaps on a history still empty:
# the order by an expression keeps it from walking back through the key of the table. A row just made, chained under its
# own table and id, is written as the first of its chain without a look; only where there is one already is it sought.
WRITE = """
CREATE OR REPLACE FUNCTION records_write_history(
  p_table text, p_operation text, p_chain_column text, p_old jsonb, p_new jsonb
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  v_derived text[] := ARRAY['search_public', 'search_internal'];
  v_old jsonb := p_old - v_derived;
  v_new jsonb := p_new - v_derived;
  v_row jsonb := coalesce(p_new, p_old);
  v_chain text COLLATE "default" := coalesce('record:' || (v_row->>p_chain_column), p_table || ':' || (v_row->>'id'));
  v_previous text;
  v_at timestamptz := clock_timestamp();
  v_actor bigint := nullif(current_setting('danvan.actor', true), '')::bigint;
  v_reason text := coalesce(current_setting('danvan.reason', true), '');
  v_before jsonb;
  v_after jsonb;
BEGIN
  IF pg_trigger_depth() = 0 THEN
    RAISE EXCEPTION 'history is written by triggers alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p_operation = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, v_new->o.key)
      INTO v_before, v_after
      FROM jsonb_each(v_old) o WHERE o.value IS DISTINCT FROM v_new->o.key;
    IF v_before IS NULL THEN RETURN; END IF;
  ELSE
    v_before := v_old;
    v_after := v_new;
  END IF;
  IF p_operation = 'INSERT' AND v_row->>p_chain_column IS NULL THEN
    INSERT INTO records_history
      (chain, "table", operation, at, actor, reason, before, after, previous_hash, hash)
    VALUES (v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after, '',
      records_history_hash('', v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after))
    ON CONFLICT (chain, previous_hash) DO NOTHING;
    IF FOUND THEN RETURN; END IF;
  END IF;
  SELECT hash INTO v_previous FROM records_history WHERE chain = v_chain ORDER BY id + 0 DESC LIMIT 1;
  v_previous := coalesce(v_previous, '');
  INSERT INTO records_history
    (chain, "table", operation, at, actor, reason, before, after, previous_hash, hash)
  VALUES (v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after, v_previous,
    records_history_hash(v_previous, v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(WRITE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="DailyRun",
            fields=[
                (
                    "job",
                    models.CharField(
                        max_length=48, primary_key=True, serialize=False, verbose_name="việc hằng ngày"
                    ),
                ),
                ("done_through", models.DateField(verbose_name="đã làm đến hết ngày")),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "việc hằng ngày đã làm",
                "verbose_name_plural": "việc hằng ngày đã làm",
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="excused_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="excuse",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="lý do miễn"),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("record__isnull", True)),
                fields=["clock", "period"],
                name="duty_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excused_on__isnull", True),
                    models.Q(("excuse", ""), _negated=True),
                    _connector="OR",
                ),
                name="duty_excused_with_reason",
            ),
        ),
    ]
