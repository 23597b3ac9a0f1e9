-- A file whose bytes all came and of which a record says that it is complete, is complete: earlier versions
-- said it in the stream first and in this table after, and one that stopped in between left a row that
-- waits for ever, so that no backup holds the file and nothing of its office becomes safe. A row that a
-- restore emptied goes on waiting for its bytes. What shows of a register is its last write.
UPDATE file
SET state = 'complete', reason = NULL
WHERE state = 'waiting' AND offset = size AND EXISTS (
    SELECT 1 FROM record
    WHERE kind = 'berkas' AND stream = 'work:' || file.office
      AND json_extract(json, '$.fields.digest.writes[#-1].value') = file.digest
      AND json_extract(json, '$.fields.keadaan.writes[#-1].value') = 'lengkap'
);
