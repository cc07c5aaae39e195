// Merges one Word template over and over: a line on stdin names the library, a line on stdout says it is done.
"use strict";
const fs = require("fs");
const readline = require("readline");
const [, , modules, folder] = process.argv;
const load = (name) => require(require.resolve(name, { paths: [modules] }));
const PizZip = load("pizzip");
const Docxtemplater = load("docxtemplater");
const carbone = load("carbone");

const values = JSON.parse(fs.readFileSync(`${folder}/values.json`, "utf8"));
const template = fs.readFileSync(`${folder}/docxtemplater.docx`);

const merges = {
  docxtemplater: (done) => {
    const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    document.render(values);
    done(document.toBuffer());
  },
  carbone: (done) => {
    carbone.render(`${folder}/carbone.docx`, values, (error, made) => {
      if (error) throw error;
      done(made);
    });
  },
};

readline.createInterface({ input: process.stdin }).on("line", (name) => {
  merges[name]((made) => {
    fs.writeSync(1, `${made.length}\n`);
    if (process.env.BENCH_KEEP) fs.writeFileSync(`${process.env.BENCH_KEEP}/${name}.docx`, made);
  });
});
