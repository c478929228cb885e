"""The languages that people may say they read and write."""

SPOKEN = (
    "en de nl sv fr ar bg bs cs da el es et fa fi ga hr hu is it lb lt lv mk mt no pl pt ro ru sk "
    "sl sq sr tr uk"
).split()
