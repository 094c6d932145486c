-- A sender's text in a B-tree: one of 1,024 random characters is larger than an index entry may be.
DROP INDEX CONCURRENTLY rule_matches_group;
