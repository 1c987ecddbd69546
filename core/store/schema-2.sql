-- Schema version 2: studies, blind readings, truth, bookmarks, several stores in one.
-- The rules of schema-1.sql hold. What is new is named by what is the same in every file
-- (identity of a slide or a model, name of a reader, a key made by chance or from the
-- content), so that rows can be brought from file to file as they are.

-- The name of this file; a copy has it too.
CREATE TABLE store_name (
  uuid TEXT PRIMARY KEY CHECK (length (uuid) = 32),
  made_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO store_name VALUES (lower (hex (randomblob (16))), unixepoch () * 1000000);

-- Another store whose rows were brought here; head_hash: of its newest event then.
CREATE TABLE origin (
  origin_id INTEGER PRIMARY KEY CHECK (origin_id > 0),
  store_uuid TEXT NOT NULL CHECK (length (store_uuid) = 32),
  head_hash TEXT NOT NULL CHECK (length (head_hash) = 64),
  file_name TEXT NOT NULL,
  software TEXT NOT NULL,
  merged_at_us INTEGER NOT NULL,
  UNIQUE (store_uuid, head_hash)
) STRICT;

-- before_hash: of the event before; NULL in rows of schema 1, where it is the row before.
-- origin_id: NULL for events of this file, which are one chain; the others are chains that
-- may have a beginning in common. record_kind, record_key: table and key of the row that
-- this event is the witness of.
ALTER TABLE event ADD COLUMN before_hash TEXT;
ALTER TABLE event ADD COLUMN origin_id INTEGER REFERENCES origin;
ALTER TABLE event ADD COLUMN record_kind TEXT;
ALTER TABLE event ADD COLUMN record_key TEXT;
CREATE UNIQUE INDEX event_by_hash ON event (hash);
CREATE INDEX event_by_record ON event (record_kind, record_key);
CREATE INDEX event_by_slide ON event (slide_id);
CREATE TRIGGER event_no_replace_of_hash BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event AS old WHERE old.hash = NEW.hash)
BEGIN SELECT raise (ABORT, 'event rows are never replaced'); END;

-- study_key: digest of all that defines the study (core/store/study-key.c), so that the same
-- definition is the same study in any file. When and by which program: its event.
CREATE TABLE study (
  study_key TEXT PRIMARY KEY CHECK (length (study_key) = 64),
  name TEXT NOT NULL CHECK (name <> ''),
  description TEXT,
  seed INTEGER NOT NULL,
  reading_order TEXT NOT NULL CHECK (reading_order IN ('random', 'given')),
  regions TEXT NOT NULL CHECK (regions IN ('none', 'optional', 'required')),
  n_disagreement INTEGER NOT NULL CHECK (n_disagreement >= 0),
  n_uncertainty INTEGER NOT NULL CHECK (n_uncertainty >= 0),
  n_control INTEGER NOT NULL CHECK (n_control >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_slide (
  study_key TEXT NOT NULL REFERENCES study,
  position INTEGER NOT NULL CHECK (position >= 0),
  slide_identity TEXT NOT NULL CHECK (slide_identity <> ''),
  pseudonym TEXT NOT NULL CHECK (pseudonym <> ''),
  patient TEXT NOT NULL CHECK (patient <> ''),
  PRIMARY KEY (study_key, position),
  UNIQUE (study_key, slide_identity),
  UNIQUE (study_key, pseudonym)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_question (
  study_key TEXT NOT NULL REFERENCES study,
  position INTEGER NOT NULL CHECK (position >= 0),
  name TEXT NOT NULL CHECK (name <> ''),
  prompt TEXT,
  level TEXT NOT NULL CHECK (level IN ('slide', 'region', 'tile')),
  kind TEXT NOT NULL CHECK (kind IN ('class', 'gene')),
  PRIMARY KEY (study_key, position),
  UNIQUE (study_key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_answer (
  study_key TEXT NOT NULL,
  question TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  code TEXT NOT NULL CHECK (code <> ''),
  is_cannot_decide INTEGER NOT NULL CHECK (is_cannot_decide IN (0, 1)),
  PRIMARY KEY (study_key, question, position),
  UNIQUE (study_key, question, code),
  FOREIGN KEY (study_key, question) REFERENCES study_question (study_key, name)
) STRICT, WITHOUT ROWID;

-- washout_days after the same case was finished in after_arm.
CREATE TABLE study_arm (
  study_key TEXT NOT NULL REFERENCES study,
  position INTEGER NOT NULL CHECK (position >= 0),
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('unaided', 'aided-after-blind')),
  after_arm TEXT,
  washout_days INTEGER NOT NULL CHECK (washout_days >= 0),
  PRIMARY KEY (study_key, position),
  UNIQUE (study_key, name),
  CHECK ((after_arm IS NULL) = (washout_days = 0))
) STRICT, WITHOUT ROWID;

CREATE TABLE study_model (
  study_key TEXT NOT NULL REFERENCES study,
  position INTEGER NOT NULL CHECK (position >= 0),
  model_identity TEXT NOT NULL CHECK (model_identity <> ''),
  PRIMARY KEY (study_key, position),
  UNIQUE (study_key, model_identity)
) STRICT, WITHOUT ROWID;

-- The reference standard. truth_key: digest of the row. dated: of the source, ISO 8601.
CREATE TABLE truth (
  truth_key TEXT PRIMARY KEY CHECK (length (truth_key) = 64),
  supersedes_key TEXT REFERENCES truth,
  study_key TEXT NOT NULL,
  slide_identity TEXT NOT NULL,
  question TEXT NOT NULL,
  label TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source <> ''),
  dated TEXT NOT NULL CHECK (dated IS date (dated)),
  author TEXT NOT NULL CHECK (author <> ''),
  FOREIGN KEY (study_key, slide_identity) REFERENCES study_slide (study_key, slide_identity),
  FOREIGN KEY (study_key, question, label) REFERENCES study_answer (study_key, question, code)
) STRICT, WITHOUT ROWID;

-- One reader before one slide in one arm.
CREATE TABLE case_reading (
  case_key TEXT PRIMARY KEY CHECK (length (case_key) = 32),
  study_key TEXT NOT NULL,
  arm TEXT NOT NULL,
  reader TEXT NOT NULL REFERENCES reader (name),
  slide_identity TEXT NOT NULL,
  order_position INTEGER NOT NULL CHECK (order_position >= 0),
  software TEXT NOT NULL,
  begun_at_us INTEGER NOT NULL,
  FOREIGN KEY (study_key, arm) REFERENCES study_arm (study_key, name),
  FOREIGN KEY (study_key, slide_identity) REFERENCES study_slide (study_key, slide_identity)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_reading_by_study ON case_reading (study_key, reader, arm);

-- What has been measured up to here (all since the beginning), and where the case went from
-- here: 'measured' changes nothing. seen: which cells of the slide at what magnification
-- (core/review/coverage.h). view_*: where to go on after an interruption.
CREATE TABLE case_step (
  step_key TEXT PRIMARY KEY CHECK (length (step_key) = 32),
  case_key TEXT NOT NULL REFERENCES case_reading,
  kind TEXT NOT NULL CHECK (kind IN ('measured', 'locked', 'revealed', 'finished')),
  active_ms INTEGER NOT NULL CHECK (active_ms >= 0),
  seen_share REAL NOT NULL CHECK (seen_share >= 0 AND seen_share <= 1),
  seen_mm2 REAL,
  highest_power REAL NOT NULL CHECK (highest_power >= 0),
  seen BLOB,
  view_x_l0 REAL,
  view_y_l0 REAL,
  view_scale REAL,
  software TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_step_by_case ON case_step (case_key);

-- points: "x,y x,y ..." in level-0 pixels. A change is a new row that names the old one.
CREATE TABLE region (
  region_key TEXT PRIMARY KEY CHECK (length (region_key) = 32),
  supersedes_key TEXT REFERENCES region,
  case_key TEXT NOT NULL REFERENCES case_reading,
  phase TEXT NOT NULL CHECK (phase IN ('blind', 'revealed')),
  shape TEXT NOT NULL CHECK (shape IN ('rectangle', 'polygon', 'freehand')),
  points TEXT NOT NULL,
  question TEXT,
  answer TEXT,
  comment TEXT,
  is_withdrawn INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
  software TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  CHECK (is_withdrawn = 0 OR supersedes_key IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_by_case ON region (case_key);

-- A tile to look at. probability: that this tile came into the queue.
CREATE TABLE queue_item (
  item_key TEXT PRIMARY KEY CHECK (length (item_key) = 32),
  case_key TEXT NOT NULL REFERENCES case_reading,
  position INTEGER NOT NULL CHECK (position >= 0),
  model_identity TEXT NOT NULL REFERENCES model (identity),
  grid_key TEXT NOT NULL,
  row INTEGER NOT NULL CHECK (row >= 0),
  col INTEGER NOT NULL CHECK (col >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('disagreement', 'uncertainty', 'control')),
  probability REAL NOT NULL CHECK (probability > 0 AND probability <= 1),
  n_stratum INTEGER NOT NULL CHECK (n_stratum >= n_drawn),
  n_drawn INTEGER NOT NULL CHECK (n_drawn > 0),
  seed INTEGER NOT NULL,
  software TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_item_by_case ON queue_item (case_key);

-- What the reader said: of the slide, or of a tile of the queue (item_key). model_identity,
-- model_answer: what was revealed. confidence 0 to 100, difficulty 1 to 5.
CREATE TABLE reading (
  reading_key TEXT PRIMARY KEY CHECK (length (reading_key) = 32),
  supersedes_key TEXT REFERENCES reading,
  case_key TEXT NOT NULL REFERENCES case_reading,
  item_key TEXT REFERENCES queue_item,
  phase TEXT NOT NULL CHECK (phase IN ('blind', 'locked', 'revealed')),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  confidence INTEGER CHECK (confidence BETWEEN 0 AND 100),
  difficulty INTEGER CHECK (difficulty BETWEEN 1 AND 5),
  comment TEXT,
  decision TEXT CHECK (decision IN ('keep', 'change')),
  reason TEXT,
  model_identity TEXT,
  model_answer TEXT,
  software TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  CHECK (decision IS NULL OR phase = 'revealed'),
  CHECK (item_key IS NOT NULL OR (phase = 'revealed') = (decision IS NOT NULL)),
  CHECK (item_key IS NOT NULL OR phase <> 'locked'),
  CHECK (phase = 'revealed' OR (model_identity IS NULL AND model_answer IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_by_case ON reading (case_key);

-- What a model says of a region by a stated rule (core/review/region-rule.h). mean_probs:
-- float32 in the order of model_class.
CREATE TABLE region_call (
  call_key TEXT PRIMARY KEY CHECK (length (call_key) = 32),
  region_key TEXT NOT NULL REFERENCES region,
  model_identity TEXT NOT NULL REFERENCES model (identity),
  grid_key TEXT NOT NULL,
  rule TEXT NOT NULL,
  n_tiles INTEGER NOT NULL CHECK (n_tiles >= 0),
  n_majority INTEGER NOT NULL CHECK (n_majority BETWEEN 0 AND n_tiles),
  mean_probs BLOB,
  mean_class TEXT,
  majority_class TEXT,
  software TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX region_call_by_region ON region_call (region_key);

-- Where a slide was last seen on this computer. No evidence: changes, is never merged.
CREATE TABLE slide_file (
  slide_identity TEXT NOT NULL,
  path TEXT NOT NULL,
  seen_at_us INTEGER NOT NULL,
  PRIMARY KEY (slide_identity, path)
) STRICT, WITHOUT ROWID;

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
CREATE TRIGGER store_name_no_update BEFORE UPDATE ON store_name
BEGIN SELECT raise (ABORT, 'store_name rows are never changed'); END;
CREATE TRIGGER store_name_no_delete BEFORE DELETE ON store_name
BEGIN SELECT raise (ABORT, 'store_name rows are never deleted'); END;
CREATE TRIGGER store_name_no_replace BEFORE INSERT ON store_name
WHEN EXISTS (SELECT 1 FROM store_name AS old
             WHERE old.uuid = NEW.uuid)
BEGIN SELECT raise (ABORT, 'store_name rows are never replaced'); END;
CREATE TRIGGER origin_no_update BEFORE UPDATE ON origin
BEGIN SELECT raise (ABORT, 'origin rows are never changed'); END;
CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin
BEGIN SELECT raise (ABORT, 'origin rows are never deleted'); END;
CREATE TRIGGER origin_no_replace BEFORE INSERT ON origin
WHEN EXISTS (SELECT 1 FROM origin AS old
             WHERE (old.origin_id = NEW.origin_id) OR (old.store_uuid = NEW.store_uuid
             AND old.head_hash = NEW.head_hash))
BEGIN SELECT raise (ABORT, 'origin rows are never replaced'); END;
CREATE TRIGGER study_no_update BEFORE UPDATE ON study
BEGIN SELECT raise (ABORT, 'study rows are never changed'); END;
CREATE TRIGGER study_no_delete BEFORE DELETE ON study
BEGIN SELECT raise (ABORT, 'study rows are never deleted'); END;
CREATE TRIGGER study_no_replace BEFORE INSERT ON study
WHEN EXISTS (SELECT 1 FROM study AS old
             WHERE old.study_key = NEW.study_key)
BEGIN SELECT raise (ABORT, 'study rows are never replaced'); END;
CREATE TRIGGER study_slide_no_update BEFORE UPDATE ON study_slide
BEGIN SELECT raise (ABORT, 'study_slide rows are never changed'); END;
CREATE TRIGGER study_slide_no_delete BEFORE DELETE ON study_slide
BEGIN SELECT raise (ABORT, 'study_slide rows are never deleted'); END;
CREATE TRIGGER study_slide_no_replace BEFORE INSERT ON study_slide
WHEN EXISTS (SELECT 1 FROM study_slide AS old
             WHERE (old.study_key = NEW.study_key AND old.position = NEW.position) OR (old.study_key = NEW.study_key
             AND old.slide_identity = NEW.slide_identity) OR (old.study_key = NEW.study_key
             AND old.pseudonym = NEW.pseudonym))
BEGIN SELECT raise (ABORT, 'study_slide rows are never replaced'); END;
CREATE TRIGGER study_question_no_update BEFORE UPDATE ON study_question
BEGIN SELECT raise (ABORT, 'study_question rows are never changed'); END;
CREATE TRIGGER study_question_no_delete BEFORE DELETE ON study_question
BEGIN SELECT raise (ABORT, 'study_question rows are never deleted'); END;
CREATE TRIGGER study_question_no_replace BEFORE INSERT ON study_question
WHEN EXISTS (SELECT 1 FROM study_question AS old
             WHERE (old.study_key = NEW.study_key AND old.position = NEW.position) OR (old.study_key = NEW.study_key
             AND old.name = NEW.name))
BEGIN SELECT raise (ABORT, 'study_question rows are never replaced'); END;
CREATE TRIGGER study_answer_no_update BEFORE UPDATE ON study_answer
BEGIN SELECT raise (ABORT, 'study_answer rows are never changed'); END;
CREATE TRIGGER study_answer_no_delete BEFORE DELETE ON study_answer
BEGIN SELECT raise (ABORT, 'study_answer rows are never deleted'); END;
CREATE TRIGGER study_answer_no_replace BEFORE INSERT ON study_answer
WHEN EXISTS (SELECT 1 FROM study_answer AS old
             WHERE (old.study_key = NEW.study_key AND old.question = NEW.question AND old.position = NEW.position) OR (old.study_key = NEW.study_key
             AND old.question = NEW.question AND old.code = NEW.code))
BEGIN SELECT raise (ABORT, 'study_answer rows are never replaced'); END;
CREATE TRIGGER study_arm_no_update BEFORE UPDATE ON study_arm
BEGIN SELECT raise (ABORT, 'study_arm rows are never changed'); END;
CREATE TRIGGER study_arm_no_delete BEFORE DELETE ON study_arm
BEGIN SELECT raise (ABORT, 'study_arm rows are never deleted'); END;
CREATE TRIGGER study_arm_no_replace BEFORE INSERT ON study_arm
WHEN EXISTS (SELECT 1 FROM study_arm AS old
             WHERE (old.study_key = NEW.study_key AND old.position = NEW.position) OR (old.study_key = NEW.study_key
             AND old.name = NEW.name))
BEGIN SELECT raise (ABORT, 'study_arm rows are never replaced'); END;
CREATE TRIGGER study_model_no_update BEFORE UPDATE ON study_model
BEGIN SELECT raise (ABORT, 'study_model rows are never changed'); END;
CREATE TRIGGER study_model_no_delete BEFORE DELETE ON study_model
BEGIN SELECT raise (ABORT, 'study_model rows are never deleted'); END;
CREATE TRIGGER study_model_no_replace BEFORE INSERT ON study_model
WHEN EXISTS (SELECT 1 FROM study_model AS old
             WHERE (old.study_key = NEW.study_key AND old.position = NEW.position) OR (old.study_key = NEW.study_key
             AND old.model_identity = NEW.model_identity))
BEGIN SELECT raise (ABORT, 'study_model rows are never replaced'); END;
CREATE TRIGGER truth_no_update BEFORE UPDATE ON truth
BEGIN SELECT raise (ABORT, 'truth rows are never changed'); END;
CREATE TRIGGER truth_no_delete BEFORE DELETE ON truth
BEGIN SELECT raise (ABORT, 'truth rows are never deleted'); END;
CREATE TRIGGER truth_no_replace BEFORE INSERT ON truth
WHEN EXISTS (SELECT 1 FROM truth AS old
             WHERE old.truth_key = NEW.truth_key)
BEGIN SELECT raise (ABORT, 'truth rows are never replaced'); END;
CREATE TRIGGER case_reading_no_update BEFORE UPDATE ON case_reading
BEGIN SELECT raise (ABORT, 'case_reading rows are never changed'); END;
CREATE TRIGGER case_reading_no_delete BEFORE DELETE ON case_reading
BEGIN SELECT raise (ABORT, 'case_reading rows are never deleted'); END;
CREATE TRIGGER case_reading_no_replace BEFORE INSERT ON case_reading
WHEN EXISTS (SELECT 1 FROM case_reading AS old
             WHERE old.case_key = NEW.case_key)
BEGIN SELECT raise (ABORT, 'case_reading rows are never replaced'); END;
CREATE TRIGGER case_step_no_update BEFORE UPDATE ON case_step
BEGIN SELECT raise (ABORT, 'case_step rows are never changed'); END;
CREATE TRIGGER case_step_no_delete BEFORE DELETE ON case_step
BEGIN SELECT raise (ABORT, 'case_step rows are never deleted'); END;
CREATE TRIGGER case_step_no_replace BEFORE INSERT ON case_step
WHEN EXISTS (SELECT 1 FROM case_step AS old
             WHERE old.step_key = NEW.step_key)
BEGIN SELECT raise (ABORT, 'case_step rows are never replaced'); END;
CREATE TRIGGER region_no_update BEFORE UPDATE ON region
BEGIN SELECT raise (ABORT, 'region rows are never changed'); END;
CREATE TRIGGER region_no_delete BEFORE DELETE ON region
BEGIN SELECT raise (ABORT, 'region rows are never deleted'); END;
CREATE TRIGGER region_no_replace BEFORE INSERT ON region
WHEN EXISTS (SELECT 1 FROM region AS old
             WHERE old.region_key = NEW.region_key)
BEGIN SELECT raise (ABORT, 'region rows are never replaced'); END;
CREATE TRIGGER queue_item_no_update BEFORE UPDATE ON queue_item
BEGIN SELECT raise (ABORT, 'queue_item rows are never changed'); END;
CREATE TRIGGER queue_item_no_delete BEFORE DELETE ON queue_item
BEGIN SELECT raise (ABORT, 'queue_item rows are never deleted'); END;
CREATE TRIGGER queue_item_no_replace BEFORE INSERT ON queue_item
WHEN EXISTS (SELECT 1 FROM queue_item AS old
             WHERE old.item_key = NEW.item_key)
BEGIN SELECT raise (ABORT, 'queue_item rows are never replaced'); END;
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading
BEGIN SELECT raise (ABORT, 'reading rows are never changed'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading
BEGIN SELECT raise (ABORT, 'reading rows are never deleted'); END;
CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading
WHEN EXISTS (SELECT 1 FROM reading AS old
             WHERE old.reading_key = NEW.reading_key)
BEGIN SELECT raise (ABORT, 'reading rows are never replaced'); END;
CREATE TRIGGER region_call_no_update BEFORE UPDATE ON region_call
BEGIN SELECT raise (ABORT, 'region_call rows are never changed'); END;
CREATE TRIGGER region_call_no_delete BEFORE DELETE ON region_call
BEGIN SELECT raise (ABORT, 'region_call rows are never deleted'); END;
CREATE TRIGGER region_call_no_replace BEFORE INSERT ON region_call
WHEN EXISTS (SELECT 1 FROM region_call AS old
             WHERE old.call_key = NEW.call_key)
BEGIN SELECT raise (ABORT, 'region_call rows are never replaced'); END;
CREATE TRIGGER study_slide_is_whole BEFORE INSERT ON study_slide
WHEN EXISTS (SELECT 1 FROM event WHERE record_kind = 'study' AND record_key = NEW.study_key)
AND NOT EXISTS (SELECT 1 FROM study_slide AS old
                WHERE old.study_key = NEW.study_key AND old.position = NEW.position)
BEGIN SELECT raise (ABORT, 'the study is defined already'); END;
CREATE TRIGGER study_question_is_whole BEFORE INSERT ON study_question
WHEN EXISTS (SELECT 1 FROM event WHERE record_kind = 'study' AND record_key = NEW.study_key)
AND NOT EXISTS (SELECT 1 FROM study_question AS old
                WHERE old.study_key = NEW.study_key AND old.position = NEW.position)
BEGIN SELECT raise (ABORT, 'the study is defined already'); END;
CREATE TRIGGER study_answer_is_whole BEFORE INSERT ON study_answer
WHEN EXISTS (SELECT 1 FROM event WHERE record_kind = 'study' AND record_key = NEW.study_key)
AND NOT EXISTS (SELECT 1 FROM study_answer AS old
                WHERE old.study_key = NEW.study_key AND old.question = NEW.question AND old.position = NEW.position)
BEGIN SELECT raise (ABORT, 'the study is defined already'); END;
CREATE TRIGGER study_arm_is_whole BEFORE INSERT ON study_arm
WHEN EXISTS (SELECT 1 FROM event WHERE record_kind = 'study' AND record_key = NEW.study_key)
AND NOT EXISTS (SELECT 1 FROM study_arm AS old
                WHERE old.study_key = NEW.study_key AND old.position = NEW.position)
BEGIN SELECT raise (ABORT, 'the study is defined already'); END;
CREATE TRIGGER study_model_is_whole BEFORE INSERT ON study_model
WHEN EXISTS (SELECT 1 FROM event WHERE record_kind = 'study' AND record_key = NEW.study_key)
AND NOT EXISTS (SELECT 1 FROM study_model AS old
                WHERE old.study_key = NEW.study_key AND old.position = NEW.position)
BEGIN SELECT raise (ABORT, 'the study is defined already'); END;
