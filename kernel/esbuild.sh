#!/bin/sh
# esbuild, deaf to interrupts. Jupyter interrupts the kernel's whole process group; esbuild, which compiles the library
# for tsx, is in it as a service and would end by that, and with it every later import of an edited file.
trap '' INT
exec "$LONGTAIL_ESBUILD" "$@"
