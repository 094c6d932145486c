DROP INDEX CONCURRENTLY alerts_unresolved;
