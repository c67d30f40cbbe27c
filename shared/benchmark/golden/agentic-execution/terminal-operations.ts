import { block, exact, goldenTasks, json, say } from '../define';

const ACCESS_LOG =
  '10.0.0.4 GET /a 200 120\n10.0.0.9 GET /b 404 0\n10.0.0.4 POST /a 500 33\n10.0.0.7 GET /a 200 80\n10.0.0.9 GET /c 200 512\n10.0.0.4 GET /c 304 0\n10.0.0.9 PUT /b 201 64\n10.0.0.7 GET /b 404 0\n10.0.0.4 GET /a 200 7\n10.0.0.2 GET /d 200 91';

export const TERMINAL_OPERATIONS = goldenTasks('agentic_execution', 'terminal_operations', [
  {
    topic: 'octal-mode',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'ディレクトリの一覧で、あるファイルのモードが -rwxr-x--x と表示されています。chmod でこのモードにするには、どの 8 進数を指定しますか。3 桁の数字だけで答えてください。',
    check: exact('751'),
    wrong: ['755', '750', '741'],
  },
  {
    topic: 'exit-status',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt: say(
      'What does this line print in bash? Answer with the words on one line, separated by single blanks.',
      block(
        'bash',
        'false && echo one || echo two; true || echo three && echo four; ! true || echo five',
      ),
    ),
    check: exact('two four five'),
    wrong: ['two four', 'two five', 'two three four five'],
  },
  {
    topic: 'grep-count',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt: say(
      'The file access.log holds:',
      block('text', ACCESS_LOG),
      "What does `grep -c 'GET /[ab] ' access.log` print?",
    ),
    check: exact('5'),
    wrong: ['6', '7', '4'],
  },
  {
    topic: 'cron-next',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt:
      'A crontab line begins with `*/20 6-18/4 * * 1-5`. It is Friday 2024-06-14, 18:45. When does the job run next, and how many times did it run on that Friday in all? Answer in the form YYYY-MM-DD HH:MM,number.',
    check: exact('2024-06-17 06:00,12'),
    wrong: [
      '2024-06-14 18:40,12',
      '2024-06-17 06:20,12',
      '2024-06-15 06:00,12',
      '2024-06-14 18:40,39',
    ],
  },
  {
    topic: 'top-talkers',
    tier: 'medium',
    difficulty: ['medium', 'small', 'command_execution'],
    prompt: say(
      'The file access.log holds:',
      block('text', ACCESS_LOG),
      'What does this pipeline print (in the C locale)?',
      block(
        'bash',
        "awk '$4 < 400 { print $1, $5 }' access.log | sort -k1,1 -k2,2nr | awk '!seen[$1]++' | sort -k2,2n | head -n 3",
      ),
      'Answer with the lines.',
    ),
    check: exact('10.0.0.7 80\n10.0.0.2 91\n10.0.0.4 120'),
    wrong: ['10.0.0.7 80\n10.0.0.2 91\n10.0.0.9 512', '10.0.0.4 7\n10.0.0.7 80\n10.0.0.2 91'],
  },
  {
    topic: 'sed-script',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'The file in.txt holds:',
      block('text', 'alpha=1\n# beta=2\ngamma = 3\ndelta=x=y\n\nomega=10'),
      'What does this command print?',
      block(
        'bash',
        "sed -e '/^#/d' -e 's/ *= */=/' -e '/^$/{n;s/^/>/;}' -e 's/\\([a-z]*\\)=\\(.*\\)/\\2:\\1/' -e '$!s/$/;/' in.txt",
      ),
      'Answer with the lines; an empty line counts as nothing and may be left out.',
    ),
    check: exact('1:alpha;\n3:gamma;\nx=y:delta;\n>10:omega'),
    wrong: [
      '1:alpha;\n3:gamma;\nx=y:delta;\n10:omega',
      '1:alpha;\n3:gamma;\ny:delta=x;\n>10:omega',
    ],
  },
  {
    topic: 'parameter-expansion',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'What does this bash script print?',
      block(
        'bash',
        'path=/srv/data/v1.2/report.tar.gz\nunset name\necho "${path##*/}" "${path%%.*}" "${path%.*}"\necho "${name:-${path//[^.]/}}" "${#path}" "${path:5:4}"\nset -- one "two three" four\necho "$#" "${2% *}" "${@: -1}"\nfor part in $2; do echo "[$part]"; done',
      ),
      'Answer with the lines.',
    ),
    check: exact(
      'report.tar.gz /srv/data/v1 /srv/data/v1.2/report.tar\n... 28 data\n3 two four\n[two]\n[three]',
    ),
    wrong: [
      'report.tar.gz /srv/data/v1.2/report /srv/data/v1.2/report.tar\n... 29 data\n3 two four\n[two]\n[three]',
      'report.tar.gz /srv/data/v1 /srv/data/v1.2/report.tar\n... 29 data\n4 two four\n[two]\n[three]',
    ],
  },
  {
    topic: 'awk-report',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'The file moves.txt holds (date, item, place, change):',
      block(
        'text',
        '2024-03-01 bolt A +40\n2024-03-01 nut  A +55\n2024-03-02 bolt B +10\n2024-03-02 bolt A -25\n2024-03-03 nut  B +5\n2024-03-03 bolt A -20\n2024-03-04 nut  A -60\n2024-03-05 bolt A +3\n2024-03-05 nut  A +9\n2024-03-06 gear B +7\n2024-03-06 gear B -7',
      ),
      'What does this command print?',
      block(
        'bash',
        'awk \'\n  { key = $2 "/" $3; old = stock[key]; stock[key] += $4 }\n  stock[key] < 0 { short[key]++; back += -stock[key]; stock[key] = 0 }\n  NR > 1 && $1 != day { days++ }\n  { day = $1; if (stock[key] > peak[key]) peak[key] = stock[key] }\n  old > 0 && stock[key] == 0 { empty = empty " " key "@" NR }\n  END {\n    for (key in stock) total += stock[key]\n    print total, back, days\n    print short["bolt/A"] + 0, short["nut/A"] + 0, peak["bolt/A"], peak["nut/A"]\n    print "empty:" empty\n  }\' moves.txt',
      ),
      'Answer with the lines.',
    ),
    check: exact('27 10 5\n1 1 40 55\nempty: bolt/A@6 nut/A@7 gear/B@11'),
    wrong: [
      '27 10 5\n1 1 40 55\nempty: bolt/A@6 nut/A@7',
      '17 10 5\n1 1 40 55\nempty: bolt/A@6 nut/A@7 gear/B@11 nut/A@7',
    ],
  },
  {
    topic: 'disk-usage',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'A backup tree is made with hard links. All files in it (same inode = same file; sizes in blocks):',
      block(
        'text',
        'path            inode  blocks\nmon/a.db        11     40\nmon/b.log       12     7\nmon/img/c.png   13     25\ntue/a.db        14     44\ntue/b.log       12     7\ntue/img/c.png   13     25\nwed/a.db        14     44\nwed/b.log       15     9\nwed/img/c.png   13     25\nwed/img/d.png   16     30\nthu/a.db        17     41\nthu/b.log       15     9\nthu/img/c.png   18     26\nthu/img/d.png   16     30',
      ),
      'Each directory itself takes 1 block (mon, tue, wed, thu and the four img; the top directory is not counted here). `du` counts a file once per run, where it meets it first, and goes through its arguments in order. Three questions: (1) the four numbers (blocks) that `du -s mon tue wed thu` prints; (2) the number that `du -s thu` alone prints; (3) how many blocks become free when mon and tue are deleted. Answer with a JSON array [[four numbers], number, number].',
    ),
    check: json([[74, 46, 41, 69], 108, 51]),
    wrong: ['[[74,78,110,108],108,152]', '[[74,46,41,69],69,49]', '[[74,46,41,69],108,120]'],
  },
  {
    topic: 'subshell-state',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'What does this bash script print (bash 5, default options)?',
      block(
        'bash',
        'n=1\nlist=(a b c)\nf() { local n=10; g; echo "f $n"; }\ng() { n=$((n + 5)); }\nf\necho "top $n"\n( n=99; g; echo "sub $n" )\nprintf "%s\\n" x y z | while read -r item; do n=$((n + 1)); list+=("$item"); done\necho "pipe $n ${#list[@]}"\nwhile read -r item; do n=$((n + 1)); list+=("$item"); done < <(printf "%s\\n" x y)\necho "fed $n ${#list[@]} ${list[-1]}"\nout=$(g; echo "$n")\necho "out $out $n"\nunset "list[1]"\necho "${!list[@]} ${#list[@]} ${list[1]-gone}"\nh() { [[ $1 -gt 0 ]] || return 3; h $(($1 - 1)) || { n=$((n * 2)); return $?; }; }\nh 3; echo "end $? $n"',
      ),
      'Answer with the lines.',
    ),
    check: exact('f 15\ntop 1\nsub 104\npipe 1 3\nfed 3 5 y\nout 8 3\n0 2 3 4 4 gone\nend 0 6'),
    wrong: [
      'f 15\ntop 1\nsub 104\npipe 4 6\nfed 6 8 y\nout 11 6\n0 2 3 4 5 6 7 7 gone\nend 3 12',
      'f 10\ntop 6\nsub 104\npipe 6 3\nfed 8 5 y\nout 13 8\n0 2 3 4 4 gone\nend 0 16',
    ],
  },
]);
