-- Schema version 1. A step that was released is never edited: a change is a new file.
-- Rows are only ever added, by whatever program: triggers refuse update and delete, and a
-- REPLACE as an insert, because recursive_triggers may be off elsewhere.
-- Times are unix microseconds, UTC; *_l0 are level-0 pixels; mpp is microns per pixel.

-- What the file says of itself; what a reader says of its resolution is in slide_mpp.
CREATE TABLE slide (
  slide_id INTEGER PRIMARY KEY CHECK (slide_id > 0),
  identity TEXT NOT NULL UNIQUE CHECK (identity <> ''),
  vendor TEXT,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  n_levels INTEGER NOT NULL,
  mpp_x REAL,
  mpp_y REAL,
  mpp_source TEXT NOT NULL,
  objective_power REAL,
  bounds_x_l0 REAL NOT NULL,
  bounds_y_l0 REAL NOT NULL,
  bounds_width_l0 REAL NOT NULL,
  bounds_height_l0 REAL NOT NULL,
  background_rgb INTEGER NOT NULL,
  added_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE reader (
  reader_id INTEGER PRIMARY KEY CHECK (reader_id > 0),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  added_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE slide_mpp (
  slide_mpp_id INTEGER PRIMARY KEY CHECK (slide_mpp_id > 0),
  slide_id INTEGER NOT NULL REFERENCES slide,
  reader_id INTEGER REFERENCES reader,
  mpp REAL NOT NULL CHECK (mpp > 0),
  entered_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX slide_mpp_by_slide ON slide_mpp (slide_id);

CREATE TABLE model (
  model_id INTEGER PRIMARY KEY CHECK (model_id > 0),
  identity TEXT NOT NULL UNIQUE CHECK (identity <> ''),
  name TEXT NOT NULL,
  architecture TEXT,
  source TEXT,
  licence TEXT,
  notes TEXT,
  patch_px INTEGER NOT NULL,
  spacing_um REAL,
  head TEXT NOT NULL,
  role TEXT NOT NULL,
  runs_on_class TEXT,
  n_parameters INTEGER NOT NULL,
  n_multiply_adds INTEGER NOT NULL,
  added_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE model_class (
  model_id INTEGER NOT NULL REFERENCES model,
  class_index INTEGER NOT NULL CHECK (class_index >= 0),
  name TEXT NOT NULL,
  PRIMARY KEY (model_id, class_index)
) STRICT, WITHOUT ROWID;

-- One model on one grid of one slide. Another resolution is another grid, so another run.
CREATE TABLE run (
  run_id INTEGER PRIMARY KEY CHECK (run_id > 0),
  slide_id INTEGER NOT NULL REFERENCES slide,
  model_id INTEGER NOT NULL REFERENCES model,
  grid_key TEXT NOT NULL,
  patch_px INTEGER NOT NULL,
  spacing_um REAL NOT NULL,
  mpp_x REAL NOT NULL,
  mpp_y REAL NOT NULL,
  mpp_source TEXT NOT NULL,
  area_x_l0 REAL NOT NULL,
  area_y_l0 REAL NOT NULL,
  area_width_l0 REAL NOT NULL,
  area_height_l0 REAL NOT NULL,
  step_x_l0 REAL NOT NULL,
  step_y_l0 REAL NOT NULL,
  n_cols INTEGER NOT NULL,
  n_rows INTEGER NOT NULL,
  software TEXT NOT NULL,
  started_at_us INTEGER NOT NULL,
  UNIQUE (slide_id, model_id, grid_key)
) STRICT;

-- probs: float32, little-endian, in the order of model_class; NULL for a tile left out.
CREATE TABLE prediction (
  run_id INTEGER NOT NULL REFERENCES run,
  row INTEGER NOT NULL CHECK (row >= 0),
  col INTEGER NOT NULL CHECK (col >= 0),
  background_share REAL NOT NULL,
  probs BLOB CHECK (probs IS NULL OR (length (probs) > 0 AND length (probs) % 4 = 0)),
  made_at_us INTEGER NOT NULL,
  PRIMARY KEY (run_id, row, col)
) STRICT, WITHOUT ROWID;
-- Two programs may work on one slide: the first prediction of a tile stays, a second one is
-- passed over.
CREATE TRIGGER prediction_first_stays BEFORE INSERT ON prediction
WHEN EXISTS (SELECT 1 FROM prediction AS old WHERE old.run_id = NEW.run_id
             AND old.row = NEW.row AND old.col = NEW.col)
BEGIN SELECT raise (IGNORE); END;

CREATE TABLE session (
  session_id INTEGER PRIMARY KEY CHECK (session_id > 0),
  reader_id INTEGER NOT NULL REFERENCES reader,
  software TEXT NOT NULL,
  started_at_us INTEGER NOT NULL
) STRICT;

-- What the reader said (verdict to comment) and what was shown (shown_class to
-- magnification) never share a field. A correction is a new row that names the old one.
CREATE TABLE opinion (
  opinion_id INTEGER PRIMARY KEY CHECK (opinion_id > 0),
  supersedes_id INTEGER REFERENCES opinion (opinion_id),
  reader_id INTEGER NOT NULL REFERENCES reader,
  session_id INTEGER NOT NULL REFERENCES session,
  slide_id INTEGER NOT NULL REFERENCES slide,
  model_id INTEGER REFERENCES model,
  run_id INTEGER REFERENCES run,
  scope TEXT NOT NULL CHECK (scope IN ('tile', 'region', 'slide')),
  row INTEGER,
  col INTEGER,
  region_x_l0 REAL NOT NULL,
  region_y_l0 REAL NOT NULL,
  region_width_l0 REAL NOT NULL,
  region_height_l0 REAL NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('agree', 'disagree', 'unsure', 'withdrawn')),
  own_class TEXT,
  comment TEXT,
  shown_class TEXT,
  shown_probs BLOB CHECK (shown_probs IS NULL OR length (shown_probs) % 4 = 0),
  layer TEXT,
  was_overlay_visible INTEGER NOT NULL CHECK (was_overlay_visible IN (0, 1)),
  opacity REAL NOT NULL,
  threshold REAL NOT NULL,
  viewport_x_l0 REAL NOT NULL,
  viewport_y_l0 REAL NOT NULL,
  viewport_width_l0 REAL NOT NULL,
  viewport_height_l0 REAL NOT NULL,
  magnification REAL NOT NULL,
  active_ms INTEGER NOT NULL,
  software TEXT NOT NULL,
  committed_at_us INTEGER NOT NULL,
  CHECK ((scope = 'tile') = (row IS NOT NULL AND col IS NOT NULL)),
  CHECK (verdict <> 'withdrawn' OR supersedes_id IS NOT NULL)
) STRICT;
CREATE INDEX opinion_by_slide ON opinion (slide_id);
CREATE INDEX opinion_by_session ON opinion (session_id);
CREATE TRIGGER opinion_fits BEFORE INSERT ON opinion BEGIN
  SELECT raise (ABORT, 'the session is of another reader')
    WHERE NOT EXISTS (SELECT 1 FROM session WHERE session_id = NEW.session_id
                      AND reader_id = NEW.reader_id);
  SELECT raise (ABORT, 'the run is of another slide or model')
    WHERE NEW.run_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM run WHERE run_id = NEW.run_id
                    AND slide_id = NEW.slide_id AND model_id IS NEW.model_id);
  SELECT raise (ABORT, 'the corrected opinion is of another reader or slide')
    WHERE NEW.supersedes_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM opinion WHERE opinion_id = NEW.supersedes_id
                    AND reader_id = NEW.reader_id AND slide_id = NEW.slide_id);
END;

-- hash: SHA-256 over the hash before and the content, as core/store/digest.h says.
CREATE TABLE event (
  event_id INTEGER PRIMARY KEY CHECK (event_id > 0),
  session_id INTEGER REFERENCES session,
  slide_id INTEGER REFERENCES slide,
  opinion_id INTEGER UNIQUE REFERENCES opinion,
  kind TEXT NOT NULL CHECK (kind <> ''),
  detail TEXT, -- JSON
  at_us INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length (hash) = 64)
) STRICT;

CREATE TRIGGER slide_no_update BEFORE UPDATE ON slide
BEGIN SELECT raise (ABORT, 'slide rows are never changed'); END;
CREATE TRIGGER slide_no_delete BEFORE DELETE ON slide
BEGIN SELECT raise (ABORT, 'slide rows are never deleted'); END;
CREATE TRIGGER slide_no_replace BEFORE INSERT ON slide
WHEN EXISTS (SELECT 1 FROM slide AS old
             WHERE old.slide_id = NEW.slide_id OR old.identity = NEW.identity)
BEGIN SELECT raise (ABORT, 'slide rows are never replaced'); END;
CREATE TRIGGER reader_no_update BEFORE UPDATE ON reader
BEGIN SELECT raise (ABORT, 'reader rows are never changed'); END;
CREATE TRIGGER reader_no_delete BEFORE DELETE ON reader
BEGIN SELECT raise (ABORT, 'reader rows are never deleted'); END;
CREATE TRIGGER reader_no_replace BEFORE INSERT ON reader
WHEN EXISTS (SELECT 1 FROM reader AS old
             WHERE old.reader_id = NEW.reader_id OR old.name = NEW.name)
BEGIN SELECT raise (ABORT, 'reader rows are never replaced'); END;
CREATE TRIGGER slide_mpp_no_update BEFORE UPDATE ON slide_mpp
BEGIN SELECT raise (ABORT, 'slide_mpp rows are never changed'); END;
CREATE TRIGGER slide_mpp_no_delete BEFORE DELETE ON slide_mpp
BEGIN SELECT raise (ABORT, 'slide_mpp rows are never deleted'); END;
CREATE TRIGGER slide_mpp_no_replace BEFORE INSERT ON slide_mpp
WHEN EXISTS (SELECT 1 FROM slide_mpp AS old WHERE old.slide_mpp_id = NEW.slide_mpp_id)
BEGIN SELECT raise (ABORT, 'slide_mpp rows are never replaced'); END;
CREATE TRIGGER model_no_update BEFORE UPDATE ON model
BEGIN SELECT raise (ABORT, 'model rows are never changed'); END;
CREATE TRIGGER model_no_delete BEFORE DELETE ON model
BEGIN SELECT raise (ABORT, 'model rows are never deleted'); END;
CREATE TRIGGER model_no_replace BEFORE INSERT ON model
WHEN EXISTS (SELECT 1 FROM model AS old
             WHERE old.model_id = NEW.model_id OR old.identity = NEW.identity)
BEGIN SELECT raise (ABORT, 'model rows are never replaced'); END;
CREATE TRIGGER model_class_no_update BEFORE UPDATE ON model_class
BEGIN SELECT raise (ABORT, 'model_class rows are never changed'); END;
CREATE TRIGGER model_class_no_delete BEFORE DELETE ON model_class
BEGIN SELECT raise (ABORT, 'model_class rows are never deleted'); END;
CREATE TRIGGER model_class_no_replace BEFORE INSERT ON model_class
WHEN EXISTS (SELECT 1 FROM model_class AS old
             WHERE old.model_id = NEW.model_id AND old.class_index = NEW.class_index)
BEGIN SELECT raise (ABORT, 'model_class rows are never replaced'); END;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run
BEGIN SELECT raise (ABORT, 'run rows are never changed'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run
BEGIN SELECT raise (ABORT, 'run rows are never deleted'); END;
CREATE TRIGGER run_no_replace BEFORE INSERT ON run
WHEN EXISTS (SELECT 1 FROM run AS old
             WHERE old.run_id = NEW.run_id OR (old.slide_id = NEW.slide_id
             AND old.model_id = NEW.model_id AND old.grid_key = NEW.grid_key))
BEGIN SELECT raise (ABORT, 'run rows are never replaced'); END;
CREATE TRIGGER prediction_no_update BEFORE UPDATE ON prediction
BEGIN SELECT raise (ABORT, 'prediction rows are never changed'); END;
CREATE TRIGGER prediction_no_delete BEFORE DELETE ON prediction
BEGIN SELECT raise (ABORT, 'prediction rows are never deleted'); END;
CREATE TRIGGER session_no_update BEFORE UPDATE ON session
BEGIN SELECT raise (ABORT, 'session rows are never changed'); END;
CREATE TRIGGER session_no_delete BEFORE DELETE ON session
BEGIN SELECT raise (ABORT, 'session rows are never deleted'); END;
CREATE TRIGGER session_no_replace BEFORE INSERT ON session
WHEN EXISTS (SELECT 1 FROM session AS old WHERE old.session_id = NEW.session_id)
BEGIN SELECT raise (ABORT, 'session rows are never replaced'); END;
CREATE TRIGGER opinion_no_update BEFORE UPDATE ON opinion
BEGIN SELECT raise (ABORT, 'opinion rows are never changed'); END;
CREATE TRIGGER opinion_no_delete BEFORE DELETE ON opinion
BEGIN SELECT raise (ABORT, 'opinion rows are never deleted'); END;
CREATE TRIGGER opinion_no_replace BEFORE INSERT ON opinion
WHEN EXISTS (SELECT 1 FROM opinion AS old WHERE old.opinion_id = NEW.opinion_id)
BEGIN SELECT raise (ABORT, 'opinion rows are never replaced'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT raise (ABORT, 'event rows are never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT raise (ABORT, 'event rows are never deleted'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event AS old
             WHERE old.event_id = NEW.event_id OR old.opinion_id = NEW.opinion_id)
BEGIN SELECT raise (ABORT, 'event rows are never replaced'); END;
