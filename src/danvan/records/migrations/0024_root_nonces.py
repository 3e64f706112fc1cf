"""A root of a day hides how much was written on it: whoever reads its public code could else guess the numbers it covers."""

from django.db import migrations, models

SEAL = """
CREATE OR REPLACE FUNCTION records_seal_history(p_day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  v_last records_historyroot;
  v_nodes bytea[];
  v_upto bigint;
  v_rows bigint;
  v_root text;
  v_nonce text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  v_id bigint;
BEGIN
  IF p_day > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
    RAISE EXCEPTION 'a day to come has no root' USING ERRCODE = 'check_violation';
  END IF;
  LOCK TABLE records_history IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO v_last FROM records_historyroot ORDER BY id DESC LIMIT 1;
  IF p_day <= v_last.day THEN RETURN NULL; END IF;
  SELECT array_agg(decode(hash, 'hex') ORDER BY id), count(*), coalesce(max(id), v_last.upto, 0)
    INTO v_nodes, v_rows, v_upto FROM records_history WHERE id > coalesce(v_last.upto, 0);
  WHILE cardinality(v_nodes) > 1 LOOP
    SELECT array_agg(node ORDER BY pair) INTO v_nodes FROM (
      SELECT (n - 1) / 2 AS pair,
        CASE count(*) WHEN 2 THEN sha256(string_agg(leaf, ''::bytea ORDER BY n)) ELSE string_agg(leaf, ''::bytea) END AS node
      FROM unnest(v_nodes) WITH ORDINALITY AS l(leaf, n) GROUP BY (n - 1) / 2) joined;
  END LOOP;
  v_root := coalesce(encode(v_nodes[1], 'hex'), '');
  INSERT INTO records_historyroot (day, since, upto, rows, root, nonce, previous, code, at)
  VALUES (p_day, coalesce(v_last.upto, 0), v_upto, v_rows, v_root, v_nonce, coalesce(v_last.code, ''),
    encode(sha256(convert_to(concat_ws('|', coalesce(v_last.code, ''), to_char(p_day, 'YYYY-MM-DD'),
      coalesce(v_last.upto, 0), v_upto, v_rows, v_root, v_nonce), 'UTF8')), 'hex'), now())
  RETURNING id INTO v_id;
  RETURN v_id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0023_retention_of_sealed")]
    operations = [
        # Roots made before cover no nonce: the day's job makes one anew.
        migrations.RunSQL(
            "DELETE FROM records_historyroot; DELETE FROM records_dailyrun WHERE job = 'goc_lich_su'",
            migrations.RunSQL.noop,
        ),
        migrations.AddField("historyroot", "nonce", models.CharField(max_length=64)),
        migrations.RunSQL(SEAL, migrations.RunSQL.noop),
    ]
