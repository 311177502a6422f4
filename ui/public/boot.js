// Runs before the first paint so that the page never flashes in the wrong theme or language.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = read('theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  const wanted = [read('language'), ...navigator.languages].filter(Boolean).map((tag) => tag.slice(0, 2));
  root.lang = wanted.find((tag) => ['en', 'ko', 'ja'].includes(tag)) ?? 'en';
})();
