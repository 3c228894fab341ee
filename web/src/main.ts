// What stands in the page itself is painted first; then the script that takes it over runs.
const begin = () => void import('./begin');
const PATIENCE_MS = 300; // a window that nobody sees paints nothing

requestAnimationFrame(() => setTimeout(begin));
setTimeout(begin, PATIENCE_MS);
