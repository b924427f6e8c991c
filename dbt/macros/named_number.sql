{#- The number called `name` in a text of the form name=number;name=number; empty where it is not
    there. -#}
{% macro named_number(text, name) -%}
    try_cast(
        nullif(regexp_extract({{ text }}, '(?:^|;)\s*{{ name }}\s*=\s*([0-9.]+)', 1), '') as double
    )
{%- endmacro %}
