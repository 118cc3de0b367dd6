/** A plain PDF: an article a leaf, one line of text under another. */
const LINE = 78;

const linesOf = (text) => text.split(' ').reduce((lines, word) => {
  if (`${lines.at(-1)} ${word}`.length > LINE) lines.push(word);
  else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  return lines;
}, ['']);
/** What the standard fonts have of it. */
const plain = (text) => text.replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-').replace(/[^\x20-\x7e]/g, ' ').replace(/[\\()]/g, '\\$&');

export function pdfOf(title, articles) {
  const objects = [];
  const add = (body) => objects.push(body);
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Count ${articles.length} /Kids [${articles.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')}] >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  for (const [i, article] of articles.entries()) {
    const lines = [article.title, '', ...article.text.flatMap((one) => [...linesOf(one), ''])];
    const stream = `BT /F1 13 Tf 60 760 Td 17 TL ${lines.map((line) => `(${plain(line)}) Tj T*`).join(' ')} ET`;
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`);
    add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  }
  add(`<< /Title (${plain(title)}) >>`);
  let file = '%PDF-1.4\n';
  const places = objects.map((body, i) => {
    const place = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`);
}
