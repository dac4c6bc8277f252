import { launch } from '../launch.ts';
import { writer } from '../web/writer.ts';

await launch(writer, ({ start }) => start('hono/server.ts').ended);
