-- Which trigger a session may ask to be passed over (the setting pgtrigger.ignore, which anybody can set).
-- The package's own function lets everybody pass over every trigger: the history's, and those that keep identities out.
-- Here the program's role passes over none, and others only what keeps a row from being removed or changed.
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_user <> 'danvan_app' AND trigger_name LIKE 'pgtrigger\_keep\_%'
    AND trigger_name::text = ANY(coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[]);
END $$;
