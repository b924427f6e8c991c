{#- An exclusive end date with "still holds" made comparable. -#}
{% macro open_end(valid_to) -%}
    coalesce({{ valid_to }}, cast('9999-12-31' as date))
{%- endmacro %}
