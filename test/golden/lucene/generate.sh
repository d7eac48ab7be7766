#!/bin/sh
# Makes the golden files of this folder with Lucene 9.12.1 itself. Needs Maven and a JDK 17 or later
# (made with OpenJDK 17.0.15, Unicode 13 for lower case).
set -eu
cd "$(dirname "$0")"
work="${TMPDIR:-/tmp}/lucene-golden"
mkdir -p "$work"
cp pom.xml "$work/pom.xml"
(cd "$work" && mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars)
java -cp "$work/jars/*" GenerateTerms.java "$work"
gzip -9nc "$work/terms.jsonl" > terms.jsonl.gz
gzip -9nc "$work/code_points.jsonl" > code_points.jsonl.gz
java -cp "$work/jars/*" GenerateScores.java "$work"
gzip -9nc "$work/scores.jsonl" > scores.jsonl.gz
ls -l ./*.gz
