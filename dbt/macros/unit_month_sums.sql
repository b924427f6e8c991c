{#- The sums of items at their units by month, as subject_period_rollup takes them: `items` (a relation
    or a step) has unit_code and `day`, the day on which an item counts, in whose month it falls and
    on which its unit's area is looked up. `measures` are pairs of a name and an aggregate. -#}
{% macro unit_month_sums(items, day, measures) -%}
    select
        {{ month_of('items.' ~ day) }} as month_on,
        items.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        {% for name, aggregate in measures %}
            {{ aggregate }} as {{ name }}
            {{- ',' if not loop.last }}
        {% endfor %}
    from {{ items }} as items
    left join {{ ref('int_unit_span') }} as spans
        on
            items.unit_code = spans.unit_code
            and {{ holds_on('spans', 'items.' ~ day) }}
    group by month_on, items.unit_code, spans.area_code, ancestry_on
{%- endmacro %}
