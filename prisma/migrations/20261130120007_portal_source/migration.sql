-- What the portal says of itself and what programs send are told apart by the category, which no
-- sender chooses: everything from outside is `external`. The source is only its name, and nobody else
-- may have it. NOT VALID for ever: rows of before, which a program may have sent under that name, are
-- kept as they are, and rules, triggers and pages look at the category.
ALTER TABLE audit_events ADD CONSTRAINT audit_events_portal_source
  CHECK ((source = 'portal') = (category <> 'external')) NOT VALID;
