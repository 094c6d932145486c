-- Which servers live, and which build each of them serves: pages of one build cannot be served by
-- another, and nobody would see it but those who use them.
CREATE TABLE servers (
  server_id text PRIMARY KEY,
  build_id text NOT NULL,
  seen_at timestamptz(3) NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON servers TO gatehouse_app;
