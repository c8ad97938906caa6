import { tellOptions } from './tell-options';

tellOptions(/^(chat|completion|image_analysis|bulk_chat|compare|decide)$/);
