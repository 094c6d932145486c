-- Reviews of access: what people, groups and grants had when a review began, what a reviewer decided
-- about each, what was done, and the signed file that says so at the end. Only adds.

CREATE TABLE reviews (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  scope_kind text NOT NULL CHECK (scope_kind IN ('roles', 'groups', 'apps')),
  -- What it is about, as it was called at the start: [{"id": "…", "name": "…"}]
  scope jsonb NOT NULL CHECK (jsonb_typeof(scope) = 'array'),
  -- 'closing' once nobody can decide any more and the worker does what is left to do.
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'closing', 'closed')),
  -- What becomes of lines that nobody has decided.
  undecided text NOT NULL DEFAULT 'revoke' CHECK (undecided IN ('revoke', 'keep')),
  started_by uuid NOT NULL,
  started_by_name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  deadline timestamptz(3) NOT NULL,
  -- Who ended it before its deadline.
  ended_by uuid,
  ended_by_name text,
  closed_at timestamptz(3),
  -- The audit events about the review as a whole, by the trigger below.
  event_ids uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, id),
  CHECK (deadline > created_at),
  CHECK ((ended_by IS NULL) = (ended_by_name IS NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX reviews_newest ON reviews (tenant_id, created_at DESC, id DESC);
CREATE INDEX reviews_open ON reviews (tenant_id, deadline) WHERE state <> 'closed';
ALTER TABLE reviews ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviews FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON reviews TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON reviews TO gatehouse_app, gatehouse_worker
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON reviews TO gatehouse_app;
-- The worker looks for what is due. Closing changes access, which only the app's role may do.
GRANT SELECT ON reviews TO gatehouse_worker;

-- Names and ids without foreign keys: what was reviewed is known also when it is gone.
CREATE TABLE review_lines (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  review_id uuid NOT NULL,
  -- From 1, by person and then by what they have.
  position int NOT NULL CHECK (position > 0),
  kind text NOT NULL CHECK (kind IN ('assignment', 'group_role', 'membership', 'grant')),
  user_id uuid,
  user_name text,
  group_id uuid,
  group_name text,
  role_id text,
  role_name text,
  grant_id uuid,
  permission text,
  resource_type text,
  resource_id text,
  -- How it leads to what the review is about: [{"type": "role", "id": "…", "name": "…"}]
  path jsonb NOT NULL CHECK (jsonb_typeof(path) = 'array'),
  -- Why it was given, when, and from when until when it is in force.
  reason text NOT NULL,
  since timestamptz(3) NOT NULL,
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  -- Of a group's: how many people were in it.
  people_count int,
  -- When somebody last used what this line gives; null: never, as far as is known.
  last_used_at timestamptz(3),
  -- What it denied: revoking may give back this, and nothing else.
  denies text[] NOT NULL DEFAULT '{}',
  reviewer_id uuid NOT NULL,
  reviewer_name text NOT NULL,
  decision text NOT NULL DEFAULT 'undecided'
    CHECK (decision IN ('undecided', 'keep', 'revoke', 'ask')),
  comment text NOT NULL DEFAULT '',
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz(3),
  question text,
  answer text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz(3),
  -- What came of it: revoked, gone before it could be, failed with outcome_reason; kept at the end.
  outcome text CHECK (outcome IN ('kept', 'revoked', 'gone', 'failed')),
  outcome_reason text NOT NULL DEFAULT '',
  -- Revoked because nobody had decided by the deadline.
  lapsed boolean NOT NULL DEFAULT false,
  -- The audit events about this line, by the trigger below.
  event_ids uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, review_id, position),
  FOREIGN KEY (tenant_id, review_id) REFERENCES reviews (tenant_id, id),
  CHECK (num_nonnulls(user_id, group_id) >= 1),
  CHECK ((kind = 'grant') = (grant_id IS NOT NULL)),
  CHECK (kind = 'grant' OR num_nonnulls(user_id, group_id, role_id) = 2),
  -- Nobody reviews their own access.
  CHECK (reviewer_id <> user_id),
  CHECK (decided_by <> user_id),
  CHECK ((decision = 'undecided') = (decided_at IS NULL)),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX review_lines_open ON review_lines (tenant_id, review_id, position)
  WHERE outcome IS NULL;
CREATE INDEX review_lines_reviewer ON review_lines (tenant_id, reviewer_id, review_id, decision);
CREATE INDEX review_lines_asked ON review_lines (tenant_id, user_id) WHERE decision = 'ask';
ALTER TABLE review_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON review_lines TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON review_lines TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT, UPDATE ON review_lines TO gatehouse_app;

-- The public halves of keys that have signed evidence: the private half follows from AUTH_SECRET, and
-- what was signed must stay verifiable when that has changed. Nobody changes or deletes one.
CREATE TABLE review_keys (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  -- The JWK's thumbprint (RFC 7638).
  kid text NOT NULL,
  jwk jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, kid)
);
ALTER TABLE review_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON review_keys TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON review_keys TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT ON review_keys TO gatehouse_app;

-- What is handed out at the end. Nobody changes or deletes one.
CREATE TABLE review_evidence (
  tenant_id uuid NOT NULL,
  review_id uuid NOT NULL,
  kid text NOT NULL,
  -- A flattened JWS (RFC 7515), as it is downloaded.
  document text NOT NULL,
  PRIMARY KEY (tenant_id, review_id),
  FOREIGN KEY (tenant_id, review_id) REFERENCES reviews (tenant_id, id),
  FOREIGN KEY (tenant_id, kid) REFERENCES review_keys (tenant_id, kid)
);
ALTER TABLE review_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON review_evidence TO gatehouse_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON review_evidence TO gatehouse_app
  USING (tenant_id = current_tenant_id()) WITH CHECK (tenant_id = current_tenant_id());
GRANT SELECT, INSERT ON review_evidence TO gatehouse_app;

-- Which events there are about a line or a review: an event gets its id only when it is recorded, and
-- nobody who may record events may read them. With the rights of whoever records: they may change the
-- line, or they could not have decided about it.
CREATE FUNCTION keep_review_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.details ->> 'lineId' IS NULL THEN
    UPDATE reviews SET event_ids = event_ids || NEW.id
    WHERE tenant_id = NEW.tenant_id AND id = (NEW.details ->> 'reviewId')::uuid;
  ELSE
    UPDATE review_lines SET event_ids = event_ids || NEW.id
    WHERE tenant_id = NEW.tenant_id AND id = (NEW.details ->> 'lineId')::uuid;
  END IF;
  RETURN NULL;
END $$;
-- Only an event of the portal's own has its row's id as its event id: no program can send one.
CREATE TRIGGER review_event AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.source = 'portal' AND NEW.event_id = NEW.id::text
    AND (NEW.action LIKE 'review.line\_%' OR NEW.action IN ('review.started', 'review.ended')))
  EXECUTE FUNCTION keep_review_event();
