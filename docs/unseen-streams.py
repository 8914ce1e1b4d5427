#!/usr/bin/env python3
"""Makes streams that no default was chosen by, for a comparison of learners: docs/unseen-streams.py FOLDER

For each stream FOLDER/NAME.csv, for `millrace evaluate NAME.csv --label …`, and FOLDER/NAME.arff, for other systems: the label stands
last, values are listed as they arrive, and what is empty is missing. `tails` is the same everywhere; the others are made
of the texts, headers, libraries and files of a Debian system as they lie there, and so differ from one to the next.
"""
import csv
import glob
import math
import os
import random
import re
import stat
import sys


def quoted(value):
    return "'" + value.replace('\\', '\\\\').replace("'", "\\'") + "'"


def write(folder, name, head, rows, names):
    """Rows of values by column, the label last; names are the columns that are categories."""
    if not rows:
        print(name, 'has nothing to be made of here', file=sys.stderr)
        return
    rows = [[str(value) for value in row] for row in rows]
    with open(os.path.join(folder, name + '.csv'), 'w', newline='') as out:
        lines = csv.writer(out, lineterminator='\n')
        lines.writerow(head)
        lines.writerows(rows)
    with open(os.path.join(folder, name + '.arff'), 'w') as out:
        out.write('@relation %s\n' % name)
        for i, column in enumerate(head):
            values = dict.fromkeys(row[i] for row in rows if row[i])
            kind = '{%s}' % ','.join(quoted(value) for value in values) if column in names else 'numeric'
            out.write('@attribute %s %s\n' % (column, kind))
        out.write('@data\n')
        for row in rows:
            out.write(','.join(
                '?' if not value else quoted(value) if column in names else value
                for column, value in zip(head, row)) + '\n')
    print('%s: %d rows, --label %s' % (name, len(rows), head[-1]))


def read(pattern, between, most=1000):
    texts = []
    for path in sorted(glob.glob(pattern))[:most]:
        if os.path.isfile(path) and not os.path.islink(path):
            with open(path, errors='ignore') as text:
                texts.append(text.read())
    return between.join(texts)


def letters(licences):
    """The next letter, from the four before."""
    text = re.sub('[^a-z]+', '_', licences.lower())[:30_004]
    return [list(text[i - 4:i + 1]) for i in range(4, len(text))]


def words(licences):
    """The first letter of the next word, from the two before: about two thousand values."""
    found = re.findall('[a-z]+', licences.lower())[:30_002]
    return [[a, b, len(a), len(b), c[0]] for a, b, c in zip(found, found[1:], found[2:])]


def kinds(text):
    """The next character's kind, from the five before."""
    def kind(c):
        return ('vowel' if c in 'aeiou' else 'blank' if c.isspace() else 'letter' if c.isalpha()
                else 'digit' if c.isdigit() else c if c in '.,;(){}' else 'other')
    row = [kind(c) for c in text]
    since = 0
    for i in range(6, len(row)):
        since = 0 if row[i - 1] == 'blank' else since + 1
        yield [row[i - 1], row[i - 2], row[i - 3], row[i - 4], row[i - 5], since, row[i]]


def joined(licences, headers):
    """Licences, then headers of C, then licences, then headers."""
    rows = []
    for text, start in (licences, 20_000), (headers, 5_000), (licences, 80_000), (headers, 90_000):
        rows += kinds(text[start:start + 10_006])
    return rows


def octets():
    """The next byte's kind, from the eight before, in libraries."""
    def kind(b):
        return 'zero' if b == 0 else 'ones' if b == 255 else 'text' if 32 <= b < 127 else 'low' if b < 32 else 'high'
    data = b''
    for path in sorted(glob.glob('/usr/lib/*-linux-gnu/lib*.so*'))[:60]:
        if os.path.isfile(path) and not os.path.islink(path):
            with open(path, 'rb') as library:
                data += library.read(8192)[4096:]
    return [[*data[i - 8:i], i % 8, kind(data[i])] for i in range(8, min(len(data), 40_008))]


def files():
    """Facts of all files of a system, in the order of their folders."""
    for root in '/usr', '/etc', '/var/lib', '/opt':
        for folder, inner, found in os.walk(root):
            inner.sort()
            for name in sorted(found):
                try:
                    status = os.lstat(os.path.join(folder, name))
                except OSError:
                    continue
                ending = name.rsplit('.', 1)[1] if '.' in name[1:] else ''
                digits = sum(c.isdigit() for c in name)
                yield {
                    'name': len(name), 'upper': sum(c.isupper() for c in name) / len(name), 'digits': digits or '',
                    'bytes': status.st_size, 'time': int(status.st_mtime), 'depth': folder.count('/'), 'siblings': len(found),
                    'ending': ending if re.fullmatch('[a-z0-9]{1,6}', ending) else '',
                    'kind': 'link' if stat.S_ISLNK(status.st_mode) else 'file',
                    'folder': '/'.join(folder.split('/')[1:4]),
                    'executable': 'yes' if stat.S_ISREG(status.st_mode) and status.st_mode & 0o111 else 'no',
                    'size': '%.4f' % math.log1p(status.st_size)}


def tails():
    """Numbers whose tails are heavy, a tenth of all values missing, four classes of which one is rare; two changes."""
    chance = random.Random(5)
    for i in range(30_000):
        part = i * 3 // 30_000
        u = [chance.gauss(0, 1) for _ in range(6)]
        c = chance.choice('abcdefgh')
        numbers = [math.exp(3 * u[0]), 10 ** (4 * u[1]), 1 / (u[2] or 1e-9), u[3] * 1e6, round(u[4], 1), int(100 * abs(u[5]) ** 3)]
        z = u[0] + u[1] * (1 if part != 1 else -1) + 0.7 * u[2] * u[3] + 'abcdefgh'.index(c) % (3 + part) - 1
        label = 'low' if z < 0.3 else 'mid' if z < 2 else 'high' if z < 3.5 else 'top'
        yield ['' if chance.random() < .1 else repr(v) for v in numbers] + ['' if chance.random() < .1 else c, label]


def main(folder):
    os.makedirs(folder, exist_ok=True)
    licences = read('/usr/share/common-licenses/*', ' ')
    headers = read('/usr/include/*.h', '', 60)
    four = ['before4', 'before3', 'before2', 'before1', 'letter']
    write(folder, 'letters', four, letters(licences), set(four))
    write(folder, 'words', ['before2', 'before1', 'length2', 'length1', 'next'], words(licences), {'before2', 'before1', 'next'})
    five = ['k1', 'k2', 'k3', 'k4', 'k5', 'since', 'next']
    write(folder, 'joined', five, joined(licences, headers), set(five) - {'since'})
    write(folder, 'octets', ['b%d' % i for i in range(8, 0, -1)] + ['place', 'kind'], octets(), {'kind'})
    write(folder, 'tails', ['e', 'p', 'inv', 'mega', 'tenth', 'cube', 'c', 'y'], list(tails()), {'c', 'y'})

    there = list(files())
    some = random.Random(23).sample(there, min(25_000, len(there)))
    often = {}
    for file in some:
        often[file['folder']] = often.get(file['folder'], 0) + 1
    facts = ['name', 'upper', 'digits', 'bytes', 'time', 'depth', 'siblings', 'ending', 'kind']
    nominal = {'ending', 'kind', 'folder', 'executable'}

    def table(columns, which):
        return [[file[column] for column in columns] for file in which]
    columns = facts + ['folder']
    write(folder, 'folder', columns, table(columns, [f for f in some if often[f['folder']] >= 20]), nominal)
    columns = facts + ['executable']
    write(folder, 'executable', columns, table(columns, there[::max(1, len(there) // 40_000)][:40_000]), nominal)
    columns = [fact for fact in facts if fact != 'bytes'] + ['size']
    write(folder, 'size', columns, table(columns, some), nominal)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit('usage: unseen-streams.py FOLDER')
    main(sys.argv[1])
