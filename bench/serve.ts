import { startFixedServer } from './hosts';

startFixedServer().then(({ port }) => console.log(port));
