// Which upload a chosen file belongs to, kept for a day or until the form is sent.
const PREFIX = "upload:";
const A_DAY = 24 * 3600 * 1000;

const nameOf = (file) => `${PREFIX}${file.name}:${file.size}:${file.lastModified}`;

function* all() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    yield [key, JSON.parse(localStorage.getItem(key))];
  }
}

function remove(isMeant) {
  for (const [key, kept] of all()) { if (isMeant(kept)) { localStorage.removeItem(key); } }
}

export function remember(file, path) {
  localStorage.setItem(nameOf(file), JSON.stringify({ path, at: Date.now() }));
}

export function recall(file) {
  remove((kept) => Date.now() - kept.at > A_DAY);
  const kept = localStorage.getItem(nameOf(file));
  return kept && JSON.parse(kept).path;
}

export function forget(path) { remove((kept) => kept.path === path); }
