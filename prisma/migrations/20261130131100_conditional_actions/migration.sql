-- What a question can say of an action, and actions that are asked for with another one when what is said
-- meets a condition. Adds columns with constant defaults only.
ALTER TABLE resource_actions
  ADD COLUMN properties jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(properties) = 'array'),
  ADD COLUMN condition jsonb CHECK (jsonb_typeof(condition) = 'object');
