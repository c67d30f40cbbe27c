import { exact, goldenTasks, json, pattern } from '../define';

export const MULTI_STEP_EXECUTION = goldenTasks('agentic_execution', 'multi_step_execution', [
  {
    topic: 'version-file',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'Read the version in package.json and write it into the file VERSION, without quotes and without anything else.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'package.json':
          '{\n  "name": "kite",\n  "version": "2.14.0-rc.3",\n  "engines": {"node": ">=20"}\n}\n',
        'README.md': '# Kite 2.13.9\n',
      },
      goals: [
        { kind: 'matches', path: 'VERSION', check: exact('2.14.0-rc.3') },
        { kind: 'unchanged', path: 'package.json' },
      ],
    },
  },
  {
    topic: 'move-file',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'Move docs/setup.txt to docs/guides/setup.txt with its text unchanged, and correct the link to it in README.md.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'README.md': 'See docs/setup.txt for the first steps and docs/faq.txt for questions.\n',
        'docs/setup.txt': 'Install it.\nStart it.\nEnjoy.\n',
        'docs/faq.txt': 'Why? Because.\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'docs/guides/setup.txt',
          check: exact('Install it.\nStart it.\nEnjoy.'),
        },
        { kind: 'absent', path: 'docs/setup.txt' },
        {
          kind: 'matches',
          path: 'README.md',
          check: exact(
            'See docs/guides/setup.txt for the first steps and docs/faq.txt for questions.',
          ),
        },
        { kind: 'unchanged', path: 'docs/faq.txt' },
      ],
    },
  },
  {
    topic: 'bump-version',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'Raise the minor version of this project by one and reset the patch number to 0, in every file that holds its current version. Versions of other things stay.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'package.json':
          '{\n  "name": "otter",\n  "version": "1.9.4",\n  "dependencies": {"seal": "1.9.4"}\n}\n',
        'src/version.js': 'export const VERSION = "1.9.4";\n',
        'CHANGELOG.md': '# 1.9.4\n\n- first\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'package.json',
          check: json({ name: 'otter', version: '1.10.0', dependencies: { seal: '1.9.4' } }),
        },
        {
          kind: 'matches',
          path: 'src/version.js',
          check: exact('export const VERSION = "1.10.0";'),
        },
      ],
    },
  },
  {
    topic: 'follow-the-trail',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'command_execution'],
    prompt:
      'Start with the file start.txt and follow its instructions from file to file until one says STOP. Answer with the number that you hold then.',
    check: exact('33'),
    wrong: ['133', '122', '25', '126'],
    workspace: {
      files: {
        'start.txt':
          'Take the number 14. Add the number of lines of garden/list.txt (count every line that has text). Go on with garden/gate.txt.\n',
        'garden/list.txt': 'rose\n\ntulip\nlily\n\naster\n',
        'garden/gate.txt':
          'If your number is even, go on with house/even.txt, else with house/odd.txt.\n',
        'house/even.txt':
          'Multiply your number by the number in house/key.json under "door"."code". Go on with cellar/box.txt.\n',
        'house/odd.txt': 'Add 1000. Go on with cellar/box.txt.\n',
        'house/key.json': '{"window": {"code": 9}, "door": {"code": 7, "colour": "red"}}\n',
        'cellar/box.txt':
          'Subtract the number of files in the folder house. If your number is now divisible by 3, STOP. Else subtract 1 and go on with cellar/loop.txt.\n',
        'cellar/loop.txt':
          'Add the digits of your number to it (for example 58 becomes 71). If it is greater than 130, go on with house/attic.txt, else do this file again.\n',
        'house/attic.txt':
          'Write down only the last two digits of your number as your new number. Then STOP.\n',
      },
      goals: [],
    },
  },
  {
    topic: 'rename-module',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt:
      'Rename the module src/util/str.js to src/text/case.js: move the file and mend every import of it. Paths in imports are relative to the importing file. Nothing else changes.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'src/util/str.js':
          'import { cut } from "./cut.js";\n\nexport const title = (s) => cut(s, 80).toUpperCase();\n',
        'src/util/cut.js': 'export const cut = (s, n) => s.slice(0, n);\n',
        'src/util/all.js': 'export * from "./str.js";\nexport * from "./cut.js";\n',
        'src/app.js':
          'import { title } from "./util/str.js";\nimport { other } from "./util/strings.js";\n\nconsole.log(title("x"), other);\n',
        'src/util/strings.js': 'export const other = 1;\n',
        'src/text/page.js':
          'import { title } from "../util/str.js";\n\nexport const page = (s) => "<h1>" + title(s) + "</h1>";\n',
      },
      goals: [
        { kind: 'absent', path: 'src/util/str.js' },
        {
          kind: 'matches',
          path: 'src/text/case.js',
          check: exact(
            'import { cut } from "../util/cut.js";\nexport const title = (s) => cut(s, 80).toUpperCase();',
          ),
        },
        {
          kind: 'matches',
          path: 'src/util/all.js',
          check: exact('export * from "../text/case.js";\nexport * from "./cut.js";'),
        },
        {
          kind: 'matches',
          path: 'src/app.js',
          check: exact(
            'import { title } from "./text/case.js";\nimport { other } from "./util/strings.js";\nconsole.log(title("x"), other);',
          ),
        },
        {
          kind: 'matches',
          path: 'src/text/page.js',
          check: exact(
            'import { title } from "./case.js";\nexport const page = (s) => "<h1>" + title(s) + "</h1>";',
          ),
        },
        { kind: 'unchanged', path: 'src/util/cut.js' },
        { kind: 'unchanged', path: 'src/util/strings.js' },
      ],
    },
  },
  {
    topic: 'fill-translations',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt:
      'Bring i18n/de.json up to date with i18n/en.json: same keys in the same order. Texts that are there and whose key still exists stay. For missing keys take the text from i18n/glossary.csv (English;German), with placeholders such as {count} as in the glossary. Where the glossary has no entry, write the English text with "TODO: " before it. Keys that English does not have are removed.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'i18n/en.json':
          '{\n  "save": "Save",\n  "cancel": "Cancel",\n  "items": "{count} items",\n  "empty": "Nothing here",\n  "undo": "Undo",\n  "share": "Share with a friend"\n}\n',
        'i18n/de.json':
          '{\n  "undo": "Zurücknehmen",\n  "save": "Sichern",\n  "old": "Alt",\n  "empty": "Leer"\n}\n',
        'i18n/glossary.csv':
          'Save;Speichern\nCancel;Abbrechen\n{count} items;{count} Einträge\nNothing here;Nichts da\nShare;Teilen\nUndo;Rückgängig\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'i18n/de.json',
          check: json({
            save: 'Sichern',
            cancel: 'Abbrechen',
            items: '{count} Einträge',
            empty: 'Leer',
            undo: 'Zurücknehmen',
            share: 'TODO: Share with a friend',
          }),
        },
        {
          kind: 'matches',
          path: 'i18n/de.json',
          check: pattern(
            '"save"[^}]{0,99}"cancel"[^}]{0,99}"items"[\\s\\S]{0,99}"empty"[^}]{0,99}"undo"[^}]{0,99}"share"',
          ),
        },
        { kind: 'unchanged', path: 'i18n/en.json' },
        { kind: 'unchanged', path: 'i18n/glossary.csv' },
      ],
    },
  },
]);
