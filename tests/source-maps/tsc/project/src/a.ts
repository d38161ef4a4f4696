import { parse, type Settings } from './lib/settings';

interface Options {
  file: string;
}

export class Loader {
  constructor(private readonly options: Options) {}

  async load(): Promise<Settings> {
    const text = await Promise.resolve('{"region": null}');
    return parse(text);
  }
}

new Loader({ file: 'settings.json' }).load().then((settings) => console.log(settings));
