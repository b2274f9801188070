"""Says of each value on standard input whether it is right, as the benchmark's report counts: the same person in another
spelling is right. Arguments: the folder of the benchmark, its letters. A JSON object a line in: id, field, value; out: true,
false, or null where the edition records nothing."""
import json
import sys

bench, letters = sys.argv[1:]
sys.path.insert(0, bench)
sys.argv = ['report', '', '']
# The report runs when it is imported: its functions alone are wanted.
source = open(f'{bench}/report.py', encoding='utf-8').read().rsplit('main()', 1)[0]
report = {'__file__': f'{bench}/report.py', '__name__': 'report'}
exec(compile(source, 'report.py', 'exec'), report)
truth = {r['id']: r['truth'] for r in report['score'].read_jsonl(letters)}
for line in sys.stdin:
    asked = json.loads(line)
    right = report['right'](asked['field'], truth[asked['id']], asked['value'], report['same_person'])
    print(json.dumps(right))
