-- Run once by the superuser in the fresh database: leaves it to an administrator who is none. Nobody logs in as the superuser
-- over the network; on the machine itself the operating system's user does: psql as user postgres.
\set ON_ERROR_STOP on
\getenv password DATABASE_PASSWORD

CREATE ROLE kpi_admin LOGIN CREATEROLE PASSWORD :'password';
ALTER DATABASE :"DBNAME" OWNER TO kpi_admin;
-- Temporary tables stay allowed to all: imports stage their rows in one, as the role of their tenant.
REVOKE CONNECT ON DATABASE :"DBNAME", postgres, template1 FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
