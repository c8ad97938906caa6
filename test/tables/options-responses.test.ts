import { tellOptions } from './tell-options';

tellOptions(/^(respond|get_response|cancel_response|deep_research)/);
