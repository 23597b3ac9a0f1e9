-- What a device last said of itself: how much waits on it, since when, and when it said so.
ALTER TABLE device ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN attention INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN since INTEGER;
ALTER TABLE device ADD COLUMN reported INTEGER;
