"""The function behind every history trigger, and what the running program may not do."""

from django.db import migrations

HASH = """
CREATE FUNCTION records_history_hash(
  p_previous text, p_chain text, p_table text, p_operation text, p_at timestamptz,
  p_actor bigint, p_reason text, p_before jsonb, p_after jsonb
) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\\x1f', p_previous, p_chain, p_table, p_operation,
    to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), coalesce(p_actor::text, ''), p_reason,
    coalesce(p_before::text, ''), coalesce(p_after::text, '')), 'UTF8')), 'hex')
$$;
"""

# A session plans the look-up of the last row once. Planned on a table that is still empty it would read the whole
# table for every row of a load, so the index is asked for.
WRITE = """
CREATE FUNCTION records_write_history(
  p_table text, p_operation text, p_chain_column text, p_old jsonb, p_new jsonb
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  v_derived text[] := ARRAY['search_public', 'search_internal'];
  v_old jsonb := p_old - v_derived;
  v_new jsonb := p_new - v_derived;
  v_row jsonb := coalesce(p_new, p_old);
  v_chain text := coalesce('record:' || (v_row->>p_chain_column), p_table || ':' || (v_row->>'id'));
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
  SELECT hash INTO v_previous FROM records_history WHERE chain = v_chain
    ORDER BY chain DESC, id DESC LIMIT 1;
  v_previous := coalesce(v_previous, '');
  INSERT INTO records_history
    (chain, "table", operation, at, actor, reason, before, after, previous_hash, hash)
  VALUES (v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after, v_previous,
    records_history_hash(v_previous, v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after));
END $$;
"""

# A lock that the running program may not take itself, having no right to change the table.
LOCK = """
CREATE FUNCTION records_still_history() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN LOCK TABLE records_history IN SHARE MODE; END $$;
"""

# Before the program's role exists (a bare test cluster, another hoster's names) there is nobody to restrict.
RIGHTS = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'danvan_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON records_history FROM danvan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON records_historyroot FROM danvan_app;
    REVOKE DELETE, TRUNCATE ON records_record, records_duty, records_link FROM danvan_app;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunSQL(HASH, "DROP FUNCTION records_history_hash"),
        migrations.RunSQL(WRITE, "DROP FUNCTION records_write_history"),
        migrations.RunSQL(LOCK, "DROP FUNCTION records_still_history"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
            " CREATE INDEX record_search_internal ON records_record USING gin (search_internal gin_trgm_ops);"
            " CREATE INDEX record_search_public ON records_record USING gin (search_public gin_trgm_ops);",
            "DROP INDEX record_search_internal; DROP INDEX record_search_public;",
        ),
    ]
