import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError, missingParameter } from '../http/api-error';
import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import type { Answer, ApiRequest, Route } from '../http/messages';
import { isMultipart, readForm } from '../http/multipart';
import { listItems } from '../parameters/paging';
import type { Container, ContainerFile, Containers } from './containers';

const folder = '/mnt/data';

function partOf({ path }: ApiRequest, index: number): string {
  return decodeURIComponent(path.split('/')[index] ?? '');
}

function findFile(container: Container, request: ApiRequest): ContainerFile {
  const id = partOf(request, 5);
  const file = container.files.get(id);
  if (file) return file;
  throw new ApiError(`No file found with id '${id}' in container '${container.id}'.`, {
    status: 404,
    param: 'file_id',
  });
}

async function copyFile(container: Container, id: string, files: UploadedFiles, now: Date): Promise<ContainerFile> {
  const { object, bytes, type } = await files.find(id, 'file_id');
  return container.add({ path: `${folder}/${object.filename}`, type, bytes, source: 'user' }, now);
}

async function addFile(container: Container, request: ApiRequest, files: UploadedFiles): Promise<Answer> {
  const { now } = request;
  container.use(now);
  if (!isMultipart(request)) {
    const id = isObject(request.body) ? textOf(request.body['file_id']) : '';
    if (!id) throw missingParameter('file_id');
    return { body: (await copyFile(container, id, files, now)).object };
  }
  const form = readForm(request);
  const id = textOf(form.fields['file_id']);
  if (id) return { body: (await copyFile(container, id, files, now)).object };
  const [sent] = form.files.get('file') ?? [];
  if (!sent) throw missingParameter('file');
  const { name, type, bytes } = sent;
  return { body: container.add({ path: `${folder}/${name}`, type, bytes, source: 'user' }, now).object };
}

/** What is answered at /v1/containers. */
export function containerRoutes(containers: Containers, files: UploadedFiles): Route[] {
  const find = (request: ApiRequest): Container => containers.find(partOf(request, 3));
  const create = async ({ body, now }: ApiRequest): Promise<Answer> => {
    const asked: JsonObject = isObject(body) ? body : {};
    const container = containers.add(asked, now);
    for (const id of textsIn(asked['file_ids'])) await copyFile(container, id, files, now);
    return { body: container.show(now) };
  };
  const list = ({ query, now }: ApiRequest): Answer => {
    const name = query.get('name');
    const shown = containers.list().map(container => container.show(now));
    return listItems(
      shown.filter(container => name === null || container['name'] === name),
      query
    );
  };
  const remove = (request: ApiRequest): Answer => {
    const { id } = find(request);
    containers.remove(id);
    return { body: { id, object: 'container.deleted', deleted: true } };
  };
  const removeFile = (request: ApiRequest): Answer => {
    const container = find(request);
    const { id } = findFile(container, request).object;
    container.files.delete(id);
    return { body: { id, object: 'container.file.deleted', deleted: true } };
  };
  const showContent = (request: ApiRequest): Answer => {
    const { bytes, type } = findFile(find(request), request);
    return { file: bytes, contentType: type || 'application/octet-stream' };
  };
  const one = /^\/v1\/containers\/[^/]+$/;
  const all = /^\/v1\/containers\/[^/]+\/files$/;
  const file = /^\/v1\/containers\/[^/]+\/files\/[^/]+$/;
  return [
    { method: 'POST', path: /^\/v1\/containers$/, answer: create },
    { method: 'GET', path: /^\/v1\/containers$/, answer: list },
    { method: 'GET', path: one, answer: request => ({ body: find(request).show(request.now) }) },
    { method: 'DELETE', path: one, answer: remove },
    { method: 'POST', path: all, answer: request => addFile(find(request), request, files) },
    {
      method: 'GET',
      path: all,
      answer: request =>
        listItems(
          [...find(request).files.values()].map(({ object }) => object),
          request.query
        ),
    },
    { method: 'GET', path: file, answer: request => ({ body: findFile(find(request), request).object }) },
    { method: 'DELETE', path: file, answer: removeFile },
    { method: 'GET', path: /^\/v1\/containers\/[^/]+\/files\/[^/]+\/content$/, answer: showContent },
  ];
}
