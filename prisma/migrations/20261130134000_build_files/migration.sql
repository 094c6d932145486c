-- The files that pages load, of every build that was served lately: a load balancer may send a page's
-- next request to a server of another version, and pages stay open longer than servers.
CREATE TABLE builds (
  build_id text PRIMARY KEY,
  served_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE TABLE build_files (
  path text NOT NULL,
  build_id text NOT NULL REFERENCES builds ON DELETE CASCADE,
  -- Compressed with gzip.
  content bytea NOT NULL,
  PRIMARY KEY (path, build_id)
);
CREATE INDEX build_files_build_id ON build_files (build_id);
-- It is compressed already.
ALTER TABLE build_files ALTER COLUMN content SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, UPDATE, DELETE ON builds TO gatehouse_app;
GRANT SELECT, INSERT ON build_files TO gatehouse_app;

-- The build of the server that started last is the one that the others are about to serve.
ALTER TABLE servers ADD COLUMN started_at timestamptz(3) NOT NULL DEFAULT now();
