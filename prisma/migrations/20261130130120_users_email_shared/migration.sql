-- Unique over all tenants it told whoever added a person that another tenant has the address.
DROP INDEX CONCURRENTLY users_email_key;
