-- Schema version 2: bookmarks. The rules of schema-1.sql hold.

-- A place a reader wants to find again. No evidence, only a memory: a row may be deleted,
-- and a changed note is a new row. scale: view pixels per level-0 pixel.
CREATE TABLE bookmark (
  bookmark_id INTEGER PRIMARY KEY CHECK (bookmark_id > 0),
  slide_id INTEGER NOT NULL REFERENCES slide,
  reader_id INTEGER REFERENCES reader,
  center_x_l0 REAL NOT NULL,
  center_y_l0 REAL NOT NULL,
  scale REAL NOT NULL CHECK (scale > 0),
  angle_deg REAL NOT NULL,
  note TEXT,
  software TEXT NOT NULL,
  added_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX bookmark_by_slide ON bookmark (slide_id);
CREATE TRIGGER bookmark_no_update BEFORE UPDATE ON bookmark
BEGIN SELECT raise (ABORT, 'bookmark rows are never changed'); END;
CREATE TRIGGER bookmark_no_replace BEFORE INSERT ON bookmark
WHEN EXISTS (SELECT 1 FROM bookmark AS old WHERE old.bookmark_id = NEW.bookmark_id)
BEGIN SELECT raise (ABORT, 'bookmark rows are never replaced'); END;
