import { tellOptions } from './tell-options';

tellOptions(/^(batch|file|vector_store|conversation|list_models|api_request)/);
