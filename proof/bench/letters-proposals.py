"""How many proposals of the register are right, by field, kind and edition: python3 letters-proposals.py BENCH PROPOSALS RECORDS.

RECORDS are the letters as they read alone: what they had where the register proposes something is counted beside it.
"""
import collections, json, sys

bench, proposals, records = sys.argv[1:]
sys.path.insert(0, bench)
import score


def lines(file):
    with open(file, encoding='utf8') as f:
        return [json.loads(line) for line in f if line.strip()]


def get(tree, path):
    for key in path.split('.'):
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def right(truth, path, value):
    """None where the edition does not say."""
    field = next((f for f in ('sender', 'recipient') if f in path), 'date')
    recorded = truth.get(field) or {}
    if field == 'date':
        return score.date_exact(value, recorded['iso']) if recorded.get('iso') else None
    names = recorded.get('names') or []
    return any(score.person_match(name, value) for name in names + (recorded.get('aliases') or [])) if names else None


letters = {letter['id']: letter for letter in lines(bench + '/public.jsonl')}
alone = {record['document_id']: record['enriched_data'] for record in lines(records)}
counts = collections.defaultdict(collections.Counter)
for p in lines(proposals):
    letter, before = letters[p['document_id']], get(alone[p['document_id']], p['path'])
    now, then = right(letter['truth'], p['path'], p['value']), bool(before) and right(letter['truth'], p['path'], before)
    row = counts[p['path'].split('.')[-2 if p['path'].endswith('.name') else -1], p['kind'], letter['source']['edition']]
    row['proposals'] += 1
    row['right' if now else 'not recorded' if now is None else 'wrong'] += 1
    row['gained'] += bool(now) and not then
    row['lost'] += now is False and bool(then)
print('%-14s %-11s %9s %6s %6s %13s %7s %5s  %s' % ('field', 'kind', 'proposals', 'right', 'wrong', 'not recorded', 'gained', 'lost', 'edition'))
for (field, kind, edition), row in sorted(counts.items()):
    figures = tuple(row[key] for key in ('proposals', 'right', 'wrong', 'not recorded', 'gained', 'lost'))
    print('%-14s %-11s %9d %6d %6d %13d %7d %5d  %s' % (field, kind, *figures, edition))
