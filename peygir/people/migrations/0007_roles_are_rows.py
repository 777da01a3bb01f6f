"""Lets accounts and posts be in no other role than one with a row, in place of a list in a constraint."""

from django.db import migrations

# A foreign key needs a column that is null where the role is empty (no post).
FOREIGN_KEYS = """
    ALTER TABLE people_staff ADD COLUMN role_row varchar(12) GENERATED ALWAYS AS (NULLIF(role, '')) STORED
        CONSTRAINT staff_has_a_known_role REFERENCES people_staffrole (code);
    ALTER TABLE people_post ADD CONSTRAINT post_has_a_known_role
        FOREIGN KEY (role) REFERENCES people_staffrole (code);
"""
NO_FOREIGN_KEYS = """
    ALTER TABLE people_post DROP CONSTRAINT post_has_a_known_role;
    ALTER TABLE people_staff DROP COLUMN role_row;
"""
# No constraint can say that a row is not deleted, nor that a column keeps its value.
GUARD = """
    CREATE FUNCTION people_role_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.code <> NEW.code OR OLD.is_built_in <> NEW.is_built_in THEN
            RAISE EXCEPTION 'a role is neither deleted nor given another code';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER people_role_stays BEFORE UPDATE OR DELETE ON people_staffrole
        FOR EACH ROW EXECUTE FUNCTION people_role_stays();
    CREATE FUNCTION people_role_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.outcome <> ''
            OR (OLD.role, OLD.deed, OLD.base, OLD.content, OLD.before, OLD.why, OLD.proposed_by, OLD.proposed_at)
            IS DISTINCT FROM
            (NEW.role, NEW.deed, NEW.base, NEW.content, NEW.before, NEW.why, NEW.proposed_by, NEW.proposed_at)
        THEN
            RAISE EXCEPTION 'what was proposed of a role, and what was decided, does not change';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER people_role_change_stays BEFORE UPDATE OR DELETE ON people_rolechange
        FOR EACH ROW EXECUTE FUNCTION people_role_change_stays();
"""
NO_GUARD = """
    DROP TRIGGER people_role_change_stays ON people_rolechange;
    DROP FUNCTION people_role_change_stays();
    DROP TRIGGER people_role_stays ON people_staffrole;
    DROP FUNCTION people_role_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_first_roles")]

    operations = [
        migrations.RemoveConstraint(model_name="staff", name="staff_has_a_known_role"),
        migrations.RemoveConstraint(model_name="post", name="post_has_a_known_role"),
        migrations.RunSQL(FOREIGN_KEYS, NO_FOREIGN_KEYS),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
