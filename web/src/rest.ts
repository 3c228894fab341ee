// What is not needed to read the advice of the moment: a script of its own, see later.tsx.
export { Calendar } from './views/Calendar';
export { Candidates } from './views/Candidates';
export { Door } from './views/Door';
export { Interview } from './views/Interview';
export { Interviews } from './views/Interviews';
export { Search } from './views/Search';
export { Settings } from './views/Settings';
export { Welcome } from './views/Welcome';
