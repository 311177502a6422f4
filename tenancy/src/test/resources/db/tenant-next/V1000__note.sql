-- A later release, as the tests see it.
ALTER TABLE member ADD COLUMN note text;
CREATE TABLE note (id int PRIMARY KEY);
GRANT SELECT, INSERT ON note TO ${tenant_role};
