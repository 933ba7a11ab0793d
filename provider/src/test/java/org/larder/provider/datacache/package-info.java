/** The data cache on Larder, by the rows of the acceptance table. */
package org.larder.provider.datacache;
