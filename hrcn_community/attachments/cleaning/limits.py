"""How much one uploaded file may ask of us, each bound named once."""

MEGABYTE = 1024 * 1024

# A picture: what it may say of itself before anything is decoded, and what is kept of it.
PIXELS = 60_000_000
LONGEST_SIDE = 20_000
KEPT_SIDE = 2_560
SMALL_WIDTH, SMALL_HEIGHT = 640, 480
FRAMES = 300
# All frames of a moving picture together, as they are decoded one by one and encoded again.
MOVING_PIXELS = 60_000_000

PAGES = 2_000
PDF_STREAM_BYTES = 200 * MEGABYTE
PDF_STREAMS_BYTES = 1024 * MEGABYTE

# A document that is a zip: entries, bytes of one part and of all, and how far it may unfold.
ENTRIES = 5_000
PART_BYTES = 64 * MEGABYTE
PARTS_BYTES = 200 * MEGABYTE
UNFOLDING = 200
UNFOLDING_MATTERS_FROM = 8 * MEGABYTE

TEXT_BYTES = 5 * MEGABYTE

# The process that does it.
MEMORY_BYTES = 1536 * MEGABYTE
CPU_SECONDS = 25
PROCESSORS = 2
WRITTEN_BYTES = 200 * MEGABYTE
WALL_SECONDS = 40
AT_A_TIME = 2
WAIT_SECONDS = 20
