{#- A mode of interview has changed when its share of the completed interviews moved by more than
    this many percentage points: another mode then holds the majority that it had or gains.
    A stated choice; the catalogue's flag_mode_change holds where it is a number. -#}
{% macro mode_change_points() -%}
    50
{%- endmacro %}
