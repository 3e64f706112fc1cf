-- The functions behind the history, as the database must have them: migrations run this file, and `danvan verify`
-- compares it with the catalogue. Who changes a function changes it here and runs the file in a migration of his own.

-- The last row of each chain. Made here, since migrations older than its model run this file too; a row of it is changed with
-- each row of its chain, and room on its page keeps the index out of that.
CREATE TABLE IF NOT EXISTS records_historytip (
  chain varchar(80) PRIMARY KEY, last bigint NOT NULL, hash varchar(64) NOT NULL
) WITH (fillfactor = 70);

-- What a row written before keys were kept has no key for is left out by concat_ws. A row with a key is bound to its id
-- too, so that two rows cannot change places.
CREATE OR REPLACE FUNCTION records_history_hash(
  p_previous text, p_chain text, p_table text, p_operation text, p_at timestamptz,
  p_actor bigint, p_reason text, p_before jsonb, p_after jsonb, p_id bigint, p_key text
) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', p_previous, p_chain, p_table, p_operation,
    to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), coalesce(p_actor::text, ''), p_reason,
    coalesce(p_before::text, ''), coalesce(p_after::text, ''), p_id::text || ':' || p_key), 'UTF8')), 'hex')
$$;

-- The id is drawn inside the INSERT: only then is the table locked, so that no id drawn before a root was made can be
-- written below it afterwards. Few tables call their key otherwise than the two names asked first.
-- The row handed in was made into JSON under the settings of who writes: bytes and ranges of days read otherwise under two
-- of them, so another than the usual is refused.
-- The last row of each chain is kept in a table of its own: who removes that row has to know of the other. Asked with a
-- lock, it lets two that write to one chain wait for each other.
CREATE OR REPLACE FUNCTION records_write_history(
  p_table text, p_operation text, p_chain_column text, p_old jsonb, p_new jsonb
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  v_derived text[] := ARRAY['search_public', 'search_internal'];
  v_old jsonb := p_old - v_derived;
  v_new jsonb := p_new - v_derived;
  v_row jsonb := coalesce(p_new, p_old);
  v_chain text COLLATE "default" := coalesce('record:' || (v_row->>p_chain_column), p_table || ':' || (v_row->>'id'));
  v_key text := coalesce(v_row->>'id', v_row->>'record_ptr_id');
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
  IF current_setting('bytea_output') <> 'hex' OR current_setting('DateStyle') NOT LIKE 'ISO,%' THEN
    RAISE EXCEPTION 'history is written where bytea_output is hex and DateStyle is ISO' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF v_key IS NULL THEN
    SELECT v_row->>a.attname INTO v_key FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisprimary AND i.indrelid = format('public.%I', p_table)::regclass;
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
    WITH written AS (
      INSERT INTO records_history
        (id, chain, "table", row_key, operation, at, actor, reason, before, after, previous_hash, hash)
      SELECT n.id, v_chain, p_table, v_key, p_operation, v_at, v_actor, v_reason, v_before, v_after, '',
        records_history_hash(
          '', v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after, n.id, v_key)
      FROM (SELECT nextval('records_history_id_seq') AS id OFFSET 0) n
      ON CONFLICT (chain, previous_hash) DO NOTHING RETURNING id, hash)
    INSERT INTO records_historytip (chain, last, hash) SELECT v_chain, id, hash FROM written
      ON CONFLICT (chain) DO UPDATE SET last = excluded.last, hash = excluded.hash;
    IF FOUND THEN RETURN; END IF;
  END IF;
  SELECT hash INTO v_previous FROM records_historytip WHERE chain = v_chain FOR UPDATE;
  IF NOT FOUND THEN
    SELECT hash INTO v_previous FROM records_history WHERE chain = v_chain ORDER BY id + 0 DESC LIMIT 1;
  END IF;
  v_previous := coalesce(v_previous, '');
  WITH written AS (
    INSERT INTO records_history
      (id, chain, "table", row_key, operation, at, actor, reason, before, after, previous_hash, hash)
    SELECT n.id, v_chain, p_table, v_key, p_operation, v_at, v_actor, v_reason, v_before, v_after, v_previous,
      records_history_hash(
        v_previous, v_chain, p_table, p_operation, v_at, v_actor, v_reason, v_before, v_after, n.id, v_key)
    FROM (SELECT nextval('records_history_id_seq') AS id OFFSET 0) n
    RETURNING id, hash)
  INSERT INTO records_historytip (chain, last, hash) SELECT v_chain, id, hash FROM written
    ON CONFLICT (chain) DO UPDATE SET last = excluded.last, hash = excluded.hash;
END $$;

-- A Merkle root over the leaves: pairs are joined from the left, an odd one rises unpaired.
CREATE OR REPLACE FUNCTION records_join_nodes(p_nodes bytea[]) RETURNS bytea
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_nodes bytea[] := p_nodes;
BEGIN
  WHILE cardinality(v_nodes) > 1 LOOP
    SELECT array_agg(node ORDER BY pair) INTO v_nodes FROM (
      SELECT (n - 1) / 2 AS pair,
        CASE count(*) WHEN 2 THEN sha256(string_agg(leaf, ''::bytea ORDER BY n)) ELSE string_agg(leaf, ''::bytea) END AS node
      FROM unnest(v_nodes) WITH ORDINALITY AS l(leaf, n) GROUP BY (n - 1) / 2) joined;
  END LOOP;
  RETURN v_nodes[1];
END $$;

-- Writers wait for one look at the highest number alone. Who drew a lower one has ended by then, and draws none any more:
-- what stands up to there is read and joined afterwards, block by block, without a lock on the history. (Undoing the block
-- that took the lock gives it back; what was looked up stays in the variable.) A whole block of 2^16 leaves is a subtree.
-- That holds only where each statement sees what was committed before it: with one snapshot for all of them the rows of
-- who was waited for would be missed. For the owner alone: who may choose the day could forestall a root, or date it.
CREATE OR REPLACE FUNCTION records_seal_history_on(p_day date) RETURNS bigint
LANGUAGE plpgsql
SET search_path = public, pg_temp
SET lock_timeout = '5s'
AS $$
DECLARE
  v_last records_historyroot;
  v_since bigint;
  v_upto bigint;
  v_at bigint;
  v_leaves bytea[];
  v_blocks bytea[] := '{}';
  v_count bigint;
  v_rows bigint := 0;
  v_root text;
  v_nonce text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  v_id bigint;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a root is made in a transaction that is read committed' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  IF p_day > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
    RAISE EXCEPTION 'a day to come has no root' USING ERRCODE = 'check_violation';
  END IF;
  LOCK TABLE records_historyroot IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO v_last FROM records_historyroot ORDER BY id DESC LIMIT 1;
  IF p_day <= v_last.day THEN RETURN NULL; END IF;
  v_since := coalesce(v_last.upto, 0);
  BEGIN
    LOCK TABLE records_history IN SHARE ROW EXCLUSIVE MODE;
    SELECT max(id) INTO v_upto FROM records_history;
    RAISE EXCEPTION 'seen' USING ERRCODE = 'DV001';
  EXCEPTION WHEN SQLSTATE 'DV001' THEN
    v_upto := greatest(v_upto, v_since);
  END;
  v_at := v_since;
  LOOP
    SELECT array_agg(decode(hash, 'hex') ORDER BY id), count(*), max(id) INTO v_leaves, v_count, v_at
      FROM (SELECT id, hash FROM records_history WHERE id > v_at AND id <= v_upto ORDER BY id LIMIT 65536) b;
    EXIT WHEN v_count = 0;
    v_rows := v_rows + v_count;
    v_blocks := v_blocks || records_join_nodes(v_leaves);
  END LOOP;
  v_root := coalesce(encode(records_join_nodes(v_blocks), 'hex'), '');
  INSERT INTO records_historyroot (day, since, upto, rows, root, nonce, previous, code, at)
  VALUES (p_day, v_since, v_upto, v_rows, v_root, v_nonce, coalesce(v_last.code, ''),
    encode(sha256(convert_to(concat_ws('|', coalesce(v_last.code, ''), to_char(p_day, 'YYYY-MM-DD'),
      v_since, v_upto, v_rows, v_root, v_nonce), 'UTF8')), 'hex'), now())
  RETURNING id INTO v_id;
  RETURN v_id;
END $$;
REVOKE ALL ON FUNCTION records_seal_history_on(date) FROM PUBLIC;

-- What the program may call: the day is the database's own.
CREATE OR REPLACE FUNCTION records_seal_history() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN records_seal_history_on((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
END $$;
