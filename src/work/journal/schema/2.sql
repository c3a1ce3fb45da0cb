-- Version 2 of the journal: the name of the source an account is on, as it was at the plan.

ALTER TABLE submissions ADD COLUMN source TEXT;
