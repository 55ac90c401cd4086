"""What the command line says of itself: its description, its examples, its notes."""

from __future__ import annotations

DESCRIPTION = """\
Probity keeps a register of professional-standards cases in one file.
Without a COMMAND the window opens; with one, the command runs and the program ends.
"""
EXAMPLES = """\
examples:
  main.py --register demo.probity demo
  main.py --register demo.probity list --factor social-media --from 2009-01-01 --to 2014-02-28
  main.py --register demo.probity show PS/2014/00036
  main.py --register demo.probity stats --factor social-media --from 2009-01-01 --to 2014-02-28
  main.py --register demo.probity publish --factor social-media --from 2009-01-01 --to 2014-02-28
  main.py --register demo.probity returns --year 2013/14 --quarter 4 return.xlsx
  main.py --register demo.probity sheet PS/2014/00036 --pdf sheet.pdf
  main.py --register demo.probity export cases.csv --overdue --bom
  main.py --register demo.probity letter PS/2014/00036 --template update --out update.docx
  main.py --register demo.probity case-file PS/2014/00036 --level initials --out case.pdf
  main.py verify-file folder-of-a-case-file
  main.py --register demo.probity check
  main.py --register demo.probity checkpoint monday.json
  main.py --register demo.probity backup
  main.py --register demo.probity restore Backups/demo.backup-20140228-090000.probity --over
  main.py --register demo.probity send out.probity-cases --ref PS/2014/00036
  main.py --register new.probity --user okafor create --force "Weald" --name "D. Okafor"
  main.py --register new.probity --user okafor users add sethi --name "A. Sethi" --role reader

your passphrase is never an argument. It is read from --passphrase-file F, else from the variable
PROBITY_PASSPHRASE, else asked for on the terminal; the window always asks.

exit status: 0 done; 1 could not be done, one sentence on standard error says why; 2 misused.
"""
CASE_FILE = """\
at the levels initials and disclosure letters and exhibits are left out unless they are included one
by one, because they are included as they came in. The finished file is searched for the words that
were redacted; if any is found, nothing is written.
"""
NEW_EXAMPLE = """\
F holds one case or a list of cases, as `show REF --json` prints them; all are added or none. The
least a case needs:

  {"title": "Late update", "kind": "conduct", "received": "2014-02-12",
   "subjects": [{"family_name": "Pell", "number": "2209", "role": "officer"}],
   "allegations": [{"particulars": "Did not update the complainant."}]}

Dates are YYYY-MM-DD and values are the codes of resources/vocabularies. A row's "id" may be any
number that other rows of the same case point at, such as "subject_id".
"""


IMPORT = """\
Columns are guessed from their headings; what has no field is kept as a note. Rows with the
same reference are one case. Rows that cannot be imported do not stop the others: --bad-rows writes
them to a file that can be corrected and imported again.

  main.py --register force.probity import foi.csv --default kind=conduct --dry-run --report out.csv
  main.py --register force.probity import foi.csv --default kind=conduct --bad-rows mend.csv
  main.py --register force.probity import --undo

--dry-run --json prints the mapping, which can be changed and given to --mapping.
"""
PUBLISH = """\
Counts below the threshold are withheld, and others with them so that none can be worked out. The
answer names nobody. --keep keeps it as it is, to be shown again by --kept and its code.
"""
RETURNS = """\
Without OUT the tables are printed. OUT ends in .xlsx or .pdf, or has no ending: then it is a folder
of CSV, one a table. Where the checks find problems, --why gives the reason for sending it anyway.
"""
RESTORE = """\
Nothing is overwritten: with --over, what was there before is kept next to it as
NAME.before-restore-MOMENT. Nobody may have it open during the restore.
"""
