/** Whose mutants are tried by which tests. */
interface Territory {
  /** What the sources are below. */
  folder: string;
  /** Which test files may notice. */
  tests: RegExp;
  /** Those among them that cannot: they read the sources or what is built from them, draw a page, take minutes, or need
   * validators that are compiled before. */
  except: RegExp;
}

const LIB = 'plugins/openai/lib';

export const territories: Territory[] = [
  {
    folder: LIB,
    tests: /^test\/(?!browser|structure|faults)[^.]+\.test\.ts$/,
    except:
      /\/(emulator|workbench|bundle|package|upstream|licences|layout|provenance|precompiled|memory|readme|guides|reference|traceability|agent|command-line|large-inputs|any-field|any-event|host-loaders|api-document|foreign-prototypes)/,
  },
  {
    folder: 'workbench/server',
    tests: /^test\/(tables\/)?workbench-(server|recording|queries|examples)[^/]*\.test\.ts$/,
    except: /page-size/,
  },
];

/** The part that a source belongs to: the folder of `lib`, or the workbench's server. */
export function partOf(path: string): string {
  if (!path.startsWith(LIB)) return 'server';
  const [part = '', action] = path.slice(LIB.length + 1).split('/');
  return part === 'operations' && action === 'batch' ? 'batch' : part.replace('.ts', '');
}
